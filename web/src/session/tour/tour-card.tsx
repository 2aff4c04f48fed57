import { Xmark } from "@gravity-ui/icons";
import { Button, Icon } from "@gravity-ui/uikit";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Tour, type TourStep, useTour } from "./context.tsx";
import "./tour.css";

/** The step that somebody is at: what the page behind it is for. The page stays usable; Escape ends the tour. */
export default function TourCard() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const heading = useRef<HTMLHeadingElement>(null);
  const state = useTour();
  const place = state?.step ?? null;
  const steps = useSteps(state?.tour);
  const step = place === null ? undefined : steps[place];
  const href = step?.href;
  useEffect(() => {
    if (href === undefined) return;
    heading.current?.focus();
    // A page that opens may take the focus for itself.
    void navigate({ to: href }).then(() => heading.current?.focus());
  }, [href, navigate]);
  if (!state || place === null || !step) return null;
  const { title, text } = step.words(t);
  const isLast = place === steps.length - 1;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") state.end();
  };
  return (
    <section className="tour" aria-labelledby="tour-title" onKeyDown={onKeyDown}>
      <div className="tour__head">
        <p className="muted">{t("tourCard.place", { place: place + 1, of: steps.length })}</p>
        <Button view="flat" size="m" aria-label={t("tourCard.end")} onClick={state.end}>
          <Icon data={Xmark} />
        </Button>
      </div>
      <h2 className="tour__title" id="tour-title" tabIndex={-1} ref={heading}>
        {title}
      </h2>
      <p>{text}</p>
      <div className="tour__actions">
        {place > 0 ? (
          <Button view="flat" size="l" onClick={() => state.go(place - 1)}>
            {t("tourCard.back")}
          </Button>
        ) : null}
        <Button view="action" size="l" onClick={() => (isLast ? state.end() : state.go(place + 1))}>
          {isLast ? t("tourCard.done") : t("tourCard.next")}
        </Button>
      </div>
    </section>
  );
}

/** None while they are on their way. */
function useSteps(tour: Tour | undefined): readonly TourStep[] {
  const [steps, setSteps] = useState<readonly TourStep[]>([]);
  const latest = useRef(tour);
  useEffect(() => {
    latest.current = tour;
  });
  const key = `${tour?.name} ${tour?.startsAt}`;
  useEffect(() => {
    let isWanted = key !== "";
    void latest.current?.steps().then((found) => isWanted && setSteps(found));
    return () => {
      isWanted = false;
    };
  }, [key]);
  return steps;
}
