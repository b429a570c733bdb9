// The time that is left to vote, beside the hour at which it ends. The server says the seconds: its clock is what counts.
const ends = new WeakMap();

const said = (left) => (left < 60 ? `${left}\u00a0s` : `${Math.floor(left / 60)}\u00a0min\u00a0${String(left % 60).padStart(2, "0")}\u00a0s`);

function endOf(place) {
  const given = `${place.dataset.okoteFin} ${place.dataset.okoteReste}`;
  if (ends.get(place)?.given !== given) {
    ends.set(place, { given, at: performance.now() + Number(place.dataset.okoteReste) * 1000 });
  }
  return ends.get(place).at;
}

// The page is asked again once, a moment later: what was open is closed now.
function over(end) {
  if (end.isTold) return;
  end.isTold = true;
  setTimeout(() => document.dispatchEvent(new Event("okote:due")), 1000);
}

function tick() {
  for (const place of document.querySelectorAll("[data-okote-reste]")) {
    const left = Math.max(0, Math.ceil((endOf(place) - performance.now()) / 1000));
    if (!left) over(ends.get(place));
    place.dataset.dit = left > 3600 ? "" : left ? place.dataset.encore.replace("%", said(left)) : place.dataset.fini;
  }
}

tick();
setInterval(tick, 1000);
