// Joins the parts: whoever moves, all of them show the same moment.
import { Bars } from "./bars.js";
import { curves } from "./curves.js";
import { Film } from "./film.js";
import { Live } from "./live.js";
import { Scrubber } from "./scrubber.js";

const data = JSON.parse(document.getElementById("data").textContent);
let scrubber = null;
const go = (step) => scrubber?.to(step);
const films = [...document.querySelectorAll("[data-film]")].map((still) => new Film(still, data.films[still.dataset.film]));
const charts = curves(data, go);
const numbers = data.live.map((number) => new Live(number, data, go));
const bars = data.bars.map((one) => new Bars(one));
document.getElementById("live")?.append(...numbers.map(({ root }) => root));
document.getElementById("bars")?.append(...bars.map(({ root }) => root));

function show(i, step) {
  films.forEach((film) => film.show(i, step));
  for (const part of [...charts, ...numbers, ...bars]) part.at(step);
}

const place = document.getElementById("scrubber");
if (place && data.steps.length) scrubber = new Scrubber(place, data, show);
else bars.forEach((one) => one.at(data.end));

addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
