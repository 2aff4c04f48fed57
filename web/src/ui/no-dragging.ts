/**
 * Stands in for the library by which the kit's lists are sorted with the mouse (vite.config.ts): every select contains it,
 * a sixth of what the first page loads, and no list here is sorted so. A list that asks for it fails at once.
 */
function unused(): never {
  throw new Error("lists are not sorted by dragging: see ui/no-dragging.ts");
}

export { unused as DragDropContext, unused as Draggable, unused as Droppable };
