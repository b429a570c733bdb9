// What a browser says of the page it shows; each function is asked by tests/journeys/look_at.py.
({
  // The sum of what moved by itself since the page was opened.
  shift: () => new Promise((done) => {
    let sum = 0;
    const what = new Set();
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries().filter((one) => !one.hadRecentInput)) {
        sum += entry.value;
        for (const { node } of entry.sources) what.add(node?.outerHTML?.slice(0, 60) ?? String(node?.nodeName));
      }
    }).observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => setTimeout(() => done({ sum, what: [...what] }), 60));
  }),

  // Targets under 24 px that are not links inside a sentence.
  small: () => {
    const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false });
    const said = (element) => (element.id ? "#" + element.id : element.outerHTML.slice(0, 90));
    const inSentence = (element) => {
      if (element.tagName !== "A" || getComputedStyle(element).display !== "inline") return false;
      return [...element.parentElement.childNodes].some((node) => node.nodeType === 3 && node.data.trim().length > 1);
    };
    const found = [];
    const targets = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [tabindex='0']";
    for (const element of document.querySelectorAll(targets)) {
      if (!shown(element) || element.closest(".visually-hidden, .ok-evitement") || inSentence(element)) continue;
      const isStretched = getComputedStyle(element, "::after").position === "absolute";  // the whole card answers
      const label = element.matches("[type=checkbox], [type=radio]") && element.closest("label");
      const area = label || (isStretched && element.offsetParent) || element;
      const { width, height, right, bottom } = area.getBoundingClientRect();
      if (width <= 1 || height <= 1 || right <= 0 || bottom <= 0) continue;
      if (width < 23.9 || height < 23.9) found.push(`${Math.round(width)}×${Math.round(height)} ${said(element)}`);
    }
    return found;
  },

  // What is wrong with the element that has just been reached with the Tab key, null at the end of the page.
  focus: async () => {
    await new Promise(requestAnimationFrame);
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const look = () => {
      const styles = [element, element.closest("label"), element.parentElement].filter(Boolean).map((one) => getComputedStyle(one));
      return styles.map((one) => [one.outlineStyle, one.outlineWidth, one.outlineColor, one.boxShadow, one.borderColor, one.backgroundColor, one.textDecoration].join()).join("|");
    };
    const said = element.outerHTML.slice(0, 90);
    const focused = look();
    const box = element.getBoundingClientRect();
    const on = document.elementFromPoint(
      Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2), Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 2),
    );
    const isSeen = on && (element.contains(on) || on.contains(element) || on.closest("label")?.contains(element));
    element.blur();
    const plain = look();
    element.focus({ focusVisible: true, preventScroll: true });
    if (focused === plain) return `nothing shows the focus on ${said}`;
    if (!isSeen) return `${said} has the focus behind ${on ? on.outerHTML.slice(0, 60) : "nothing"}`;
    return "";
  },

  // Whether the page has a form that cannot be taken empty.
  asks: () => Boolean(document.querySelector("main form[method=post]:has([required]:not([type=hidden], [disabled]))")),

  // Send that form with nothing in it.
  sendEmpty: () => {
    const form = document.querySelector("main form[method=post]:has([required]:not([type=hidden], [disabled]))");
    for (const one of form.elements) {
      if (one.type === "radio" || one.type === "checkbox") one.checked = false;
      else if (!["hidden", "submit", "button", "fieldset"].includes(one.type)) one.value = "";
    }
    form.noValidate = true;
    setTimeout(() => form.requestSubmit(form.querySelector("button:not([type=button])")), 0);
  },

  said: () => ({
    lang: document.documentElement.lang,
    title: document.title,
    headings: document.querySelectorAll("h1").length,
    sideways: document.documentElement.scrollWidth > innerWidth,
    focusedOnFaults: Boolean(document.activeElement?.matches("[data-okote-erreurs]")),
  }),
})
