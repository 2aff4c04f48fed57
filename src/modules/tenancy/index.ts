export { type ProjectFacts, type Region, UnknownRegion, allRegions, projectFacts, regionOf } from "./facts.ts";
