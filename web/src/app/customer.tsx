import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./customer/app.tsx";
import { startingLanguage, startTexts } from "./i18n/index.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
await startTexts(startingLanguage());
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
