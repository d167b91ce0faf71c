// Steps through the attempts of a program: a slider before the list of them, which the arrow keys move. htmx
// fetches the attempt that was chosen. Without a script the list and its button do.

function enableScrubber(form) {
  const list = form.querySelector("[name=at]");
  const slider = form.querySelector("[data-steps]");
  const follow = () => {
    slider.value = list.selectedIndex;
    slider.ariaValueText = list.selectedOptions[0].textContent.replace(/\s+/g, " ").trim();
  };
  slider.max = list.length - 1;
  slider.hidden = list.length < 2;
  slider.addEventListener("input", () => {
    list.selectedIndex = slider.valueAsNumber;
    follow();
  });
  list.addEventListener("change", follow);
  // A browser that goes back to the page restores the list, not the slider.
  window.addEventListener("pageshow", follow);
  follow();
}

for (const form of document.querySelectorAll("[data-scrubber]")) enableScrubber(form);
