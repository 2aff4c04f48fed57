import { Button } from "@gravity-ui/uikit";
import { useTranslation } from "react-i18next";
import { useTour } from "./context.tsx";
import "./tour.css";

/** On the page where the console begins: whether somebody new wants to be shown around. */
export default function TourOffer() {
  const { t } = useTranslation();
  const tour = useTour();
  if (!tour) return null;
  return (
    <section className="card tour-offer" aria-labelledby="tour-offer">
      <div>
        <h2 className="tour-offer__title" id="tour-offer">
          {t("tour.offer")}
        </h2>
        <p className="muted">{t("tour.offerHint")}</p>
      </div>
      <div className="tour-offer__actions">
        <Button view="outlined-action" size="l" onClick={() => tour.go(0)}>
          {t("tour.start")}
        </Button>
        <Button view="flat" size="l" onClick={tour.end}>
          {t("tour.notNow")}
        </Button>
      </div>
    </section>
  );
}
