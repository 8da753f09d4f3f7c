// The rows that the model did worst on.
import { button, element, folded, type Child } from "../elements";
import { count, number, percent } from "../numbers";
import { pairs } from "../tables/plain";
import type { Example } from "../records";

const PICTURE = /^data:image\/png;base64,[A-Za-z0-9+/=]+$/;
/** More cards are made when they are asked for. */
const CARDS_SEEN = 6;
/** Rows of more columns fold. */
const COLUMNS_SEEN = 6;

export function worstCards(worst: Example[]): HTMLElement {
  const cards = element("ul", { class: "cards" }, ...worst.slice(0, CARDS_SEEN).map(card));
  const left = worst.slice(CARDS_SEEN);
  const more = button(`Show ${count(left.length)} more`, () => {
    const made = left.map(card);
    cards.append(...made);
    more.remove();
    made[0]?.focus();
  });
  return element(
    "div",
    { class: "worst" },
    element("h3", {}, "Worst examples"),
    element("p", { class: "caption" }, "The rows with the largest loss, worst first."),
    cards,
    left.length ? element("p", {}, more) : null,
  );
}

function card(example: Example): HTMLElement {
  const { row, loss, certainty } = example;
  const said: [string, Child][] = [
    ["true", example.true],
    ["predicted", example.predicted],
    ...(certainty === null ? [] : [["certainty", percent(certainty)] as [string, Child]]),
    ["loss", number(loss)],
  ];
  return element(
    "li",
    { class: "card", tabindex: -1 },
    element("p", { class: "row-number" }, `Row ${count(row)}`),
    element(
      "div",
      { class: "seen" },
      picture(example),
      element(
        "dl",
        {},
        ...said.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
      ),
    ),
    columns(example),
  );
}

function picture({ image, row }: Example): HTMLElement | null {
  return PICTURE.test(image) ? element("img", { src: image, alt: `Row ${row} as a picture` }) : null;
}

function columns({ columns: all, row }: Example): HTMLElement | null {
  if (!all.length) return null;
  const table = () => pairs(`Columns of row ${row}`, all);
  return all.length <= COLUMNS_SEEN ? table() : folded(`${all.length} columns`, table);
}
