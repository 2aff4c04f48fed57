export { helpRoutes } from "./http.ts";
