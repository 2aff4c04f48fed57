/** English texts: every text of the Russian area, with the two plural forms that English has. */
export type English<Shape> = {
  [Key in keyof Shape as Key extends `${string}_few` | `${string}_many` ? never : Key]: Shape[Key] extends string
    ? string
    : English<Shape[Key]>;
};
