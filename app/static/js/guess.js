// Signing up: the browser knows which time zone it is in. A guess in a list, made only while nobody has chosen.
const form = document.querySelector("form[data-guess]");
const zone = form?.elements.namedItem("zone");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && zone.value === "UTC" && [...zone.options].some((option) => option.value === here)) zone.value = here;
