import { HelpArticlePage, HelpPage, PublicHelp } from "./help-pages.tsx";

export const PublicHelpPage = () => (
  <PublicHelp>
    <HelpPage />
  </PublicHelp>
);

export const PublicHelpArticlePage = () => (
  <PublicHelp>
    <HelpArticlePage />
  </PublicHelp>
);
