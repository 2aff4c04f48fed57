import { Button, SegmentedRadioGroup, TextInput } from "@gravity-ui/uikit";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, done, type RequestThread } from "../../api/fetch.ts";
import { type Done, Refused } from "../../ui/told.tsx";

const SCORES = ["1", "2", "3", "4", "5"] as const;

interface RatingProps {
  readonly request: RequestThread;
  readonly onDone: (done: Done) => void;
  readonly onRated: () => void;
}

/** REQ-11: what the answer is worth to who asked; the last word holds. */
export function RequestRating({ request, onDone, onRated }: RatingProps) {
  const { t } = useTranslation();
  const headingId = useId();
  const commentId = useId();
  const [score, setScore] = useState(request.rating?.score.toString() ?? "");
  const [comment, setComment] = useState(request.rating?.comment ?? "");
  const rate = useMutation({
    mutationFn: () =>
      done(
        api.PUT("/v1/requests/{id}/rating", {
          params: { path: { id: request.id } },
          body: { score: Number(score), ...(comment.trim() === "" ? {} : { comment }) },
        }),
      ),
    onSuccess: () => {
      onRated();
      onDone({ text: t("requests.told_rate") });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (score !== "") rate.mutate();
  };
  return (
    <form className="card case__card composer" onSubmit={submit} aria-labelledby={headingId}>
      <div>
        <h2 className="case__heading" id={headingId}>
          {t("requests.rate")}
        </h2>
        <span className="secondary">{t("requests.rateHint")}</span>
      </div>
      <SegmentedRadioGroup
        size="l"
        aria-label={t("requests.rate")}
        value={score}
        options={SCORES.map((one) => ({ value: one, content: one }))}
        onUpdate={setScore}
      />
      <div>
        <label className="field__label" htmlFor={commentId}>
          {t("requests.rateComment")}
        </label>
        <TextInput id={commentId} size="l" value={comment} onUpdate={setComment} controlProps={{ maxLength: 2_000 }} />
      </div>
      <Refused error={rate.error} />
      <div>
        <Button type="submit" size="l" loading={rate.isPending} disabled={score === ""}>
          {t("requests.rateSend")}
        </Button>
      </div>
    </form>
  );
}
