/** How a graph is drawn. */
export interface Options {
  /** The ids of the nodes that show what is in them; `all` for every one. */
  unfolded: string[] | "all";
  /**
   * `light` and `dark` are one picture, `auto` follows whoever looks at it. Of `page` the colors
   * are the page's, whose style sheet has `draw/drawing.css` and `colors.css`.
   */
  theme: "light" | "dark" | "auto" | "page";
  /** Whether nodes have `data-id`, and those that fold are buttons. */
  interactive: boolean;
}
