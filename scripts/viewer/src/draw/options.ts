/** How a graph is drawn. */
export interface Options {
  /**
   * The ids of the nodes that show what is in them; or how deep layers are unfolded, 0 for none:
   * loops and branches that are seen are then all unfolded.
   */
  unfolded: ReadonlySet<string> | number;
  /**
   * `light` and `dark` are one picture, `auto` follows whoever looks at it. Of `page` the colors
   * are the page's, whose style sheet has `draw/drawing.css` and `colors.css`; it says itself what
   * the graph is called.
   */
  theme: "light" | "dark" | "auto" | "page";
  /** Whether nodes have `data-id`, and those that fold are buttons. */
  interactive: boolean;
}
