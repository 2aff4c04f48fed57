import { Compass } from "@gravity-ui/icons";
import { Button, Icon } from "@gravity-ui/uikit";
import { useTranslation } from "react-i18next";
import { useTour } from "./context.tsx";

/** Begins the tour, as often as somebody likes. */
export default function TourButton({ onBegun }: { readonly onBegun?: () => void }) {
  const { t } = useTranslation();
  const tour = useTour();
  if (!tour) return null;
  const begin = () => {
    onBegun?.();
    tour.go(0);
  };
  return (
    <Button view="flat" size="l" onClick={begin}>
      <Icon data={Compass} />
      {t("tourCard.again")}
    </Button>
  );
}
