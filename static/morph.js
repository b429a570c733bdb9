// A part of the page takes what a newer version of it says, and nothing is lost: the focus stays where it is, what is
// open stays open, a form that somebody fills in is left alone.
const FIELDS = "input:not([type=hidden]), textarea, select";
const TEXTS = "textarea, input:not([type=hidden], [type=radio], [type=checkbox])";
const OURS = new Set(["open", "hidden", "inert", "aria-busy", "aria-expanded"]);  // what the reader or a script set

function isTouched(field) {
  if (field.tagName === "SELECT") {
    const before = [...field.options].map((one) => one.defaultSelected);
    if (!before.includes(true) && !field.multiple) return field.selectedIndex > 0;
    return [...field.options].some((one, at) => one.selected !== before[at]);
  }
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

const within = (node, wanted) => [...(node.matches(wanted) ? [node] : []), ...node.querySelectorAll(wanted)];
const hasFocus = (node) => document.activeElement !== document.body && node.contains(document.activeElement);

// Somebody fills it in, or has just sent it.
const isBusy = (form) =>
  within(form, FIELDS).some((field) => field === document.activeElement || isTouched(field)) ||
  form.querySelector("[aria-busy=true]") !== null;

const isTyped = (node) => node.nodeType === Node.ELEMENT_NODE && within(node, TEXTS).some(isTouched);
const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.id || node.dataset?.cle || "" : "");

// Whether one may become the other. A form is that of its address, a field that of its name.
function isOfSameKind(one, other) {
  if (one.nodeType !== other.nodeType || one.nodeName !== other.nodeName || keyOf(one) !== keyOf(other)) return false;
  if (one.nodeName === "FORM") return one.getAttribute("action") === other.getAttribute("action");
  const named = ["INPUT", "BUTTON", "SELECT", "TEXTAREA"].includes(one.nodeName);
  return !named || ["name", "type"].every((name) => one.getAttribute(name) === other.getAttribute(name));
}

function* from(node) {
  for (let next = node; next; next = next.nextSibling) yield next;
}

// The node that becomes `wanted`: the one of its name, else one that is equal, else the first of its kind that none of
// those that `follow` is equal to.
function counterpart(here, wanted, follow) {
  const candidates = [...from(here)];
  if (keyOf(wanted)) return candidates.find((one) => isOfSameKind(one, wanted));
  return candidates.find((one) => one.isEqualNode(wanted)) ??
    candidates.find((one) => isOfSameKind(one, wanted) && !follow.some((later) => later.isEqualNode(one)));
}

export class Morph {
  // `rows(old, wanted)` takes over what stands in a [data-okote-attente], if it is given.
  constructor({ rows = null } = {}) {
    this.rows = rows;
    this.changed = new Set();  // elements whose words changed, and those that came
    this.isOwed = false;  // something stays only because it has the focus
  }

  node(old, wanted) {
    if (old.isEqualNode(wanted)) return;
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.nodeValue.trim() !== wanted.nodeValue.trim()) this.changed.add(old.parentElement);
      old.nodeValue = wanted.nodeValue;
      return;
    }
    if (old.matches("[data-live][hx-get]") || (old.nodeName === "FORM" && isBusy(old))) return;
    this.attributes(old, wanted);
    if (this.rows && old.matches("[data-okote-attente]")) this.rows(old, wanted, this);
    else this.children(old, wanted);
  }

  attributes(old, wanted) {
    if (old.type === "hidden") return;  // the key of a form that is open, what it has seen
    for (const { name, value } of wanted.attributes) {
      if (OURS.has(name) || old.getAttribute(name) === value) continue;
      old.setAttribute(name, value);
      if (name === "value" && old.nodeName === "INPUT" && !isTouched(old)) old.value = value;
    }
    for (const { name } of [...old.attributes]) {
      if (!OURS.has(name) && !wanted.hasAttribute(name)) old.removeAttribute(name);
    }
  }

  children(old, wanted) {
    const fresh = [...wanted.childNodes];
    let here = old.firstChild;
    fresh.forEach((one, at) => {
      const match = counterpart(here, one, fresh.slice(at + 1));
      if (!match) return this.insert(old, one, here);
      if (match === here) here = here.nextSibling;
      else if (hasFocus(match)) here = this.pass(old, here, match);
      else old.insertBefore(match, here);
      this.node(match, one);
    });
    for (const one of [...from(here)]) this.drop(one);
  }

  insert(parent, wanted, before) {
    const come = document.importNode(wanted, true);
    parent.insertBefore(come, before);
    if (come.nodeType === Node.ELEMENT_NODE) this.changed.add(come);
  }

  // What has the focus is not moved: what stands before it goes behind.
  pass(parent, here, match) {
    for (const one of [...from(here)].slice(0, [...from(here)].indexOf(match))) parent.append(one);
    return match.nextSibling;
  }

  drop(node) {
    if (isTyped(node)) return;
    if (hasFocus(node)) this.isOwed = true;
    else node.remove();
  }
}
