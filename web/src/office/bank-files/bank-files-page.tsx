import { ArrowUpFromLine } from "@gravity-ui/icons";
import { Alert, Button, Checkbox, Icon, useFileInput } from "@gravity-ui/uikit";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type BankFile, sendStatement, taken } from "../../api/fetch.ts";
import { bankFilesQuery, sampleStatementsQuery } from "../../api/office-queries.ts";
import { Refusal } from "../../api/problem.ts";
import { useMe } from "../../session/me.ts";
import { DownloadButton } from "../../ui/download.tsx";
import { newKey } from "../../ui/new-key.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { usePreferences } from "../../ui/preferences.tsx";
import { problemText } from "../../ui/problem-text.ts";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { type Done, Told } from "../../ui/told.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { useWho } from "../people.ts";
import { LeftProposal } from "../proposals/left-proposal.tsx";
import { ReasonedAct } from "../reasoned-act.tsx";
import "../../ui/filters.css";
import "./bank-files.css";

/** PAY-05, PAY-12: the bank's files: bring one, see what became of each, take back one that was not ours. */
export function BankFilesPage() {
  const { t } = useTranslation();
  const { staffRole } = useMe();
  const files = useInfiniteQuery(bankFilesQuery);
  const [done, setDone] = useState<Done | null>(null);
  const mayDecide = staffRole === "accountant" || staffRole === "operator";
  const told = ({ fileName }: BankFile, proposal: string | null) =>
    setDone({
      text: proposal === null ? t("bankFiles.withdrawn", { file: fileName }) : <LeftProposal id={proposal} />,
    });
  return (
    <Page title={t("bankFiles.title")} lead={t("bankFiles.lead")}>
      {mayDecide ? <BringFile /> : null}
      {mayDecide ? <Samples /> : null}
      <Told done={done} />
      <PagedList list={files} empty={<EmptyState title={t("bankFiles.empty")} hint={t("bankFiles.lead")} />}>
        {(pages) => <FilesTable files={pages.flatMap(({ items }) => items)} onTakenBack={mayDecide ? told : null} />}
      </PagedList>
    </Page>
  );
}

/** After a change of one of them all lists of the office that show transfers are stale. */
function useRefresh() {
  const queryClient = useQueryClient();
  return () => {
    void queryClient.invalidateQueries({ queryKey: ["bankFiles"] });
    void queryClient.invalidateQueries({ queryKey: ["suspense"] });
    void queryClient.invalidateQueries({ queryKey: ["proposals"] });
  };
}

function BringFile() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const text = useText();
  const [file, setFile] = useState<File | null>(null);
  const [whole, setWhole] = useState(false);
  const bring = useMutation({
    mutationFn: (chosen: File) => sendStatement(chosen, whole),
    onSuccess: useRefresh(),
  });
  // The browser's own button speaks the browser's language.
  const { controlProps, triggerProps } = useFileInput({
    onUpdate: ([chosen]) => {
      setFile(chosen ?? null);
      setWhole(false);
      bring.reset();
    },
  });
  const refused = bring.error instanceof Refusal ? bring.error.problem : null;
  // The server names the line of each remark as a field: `line 7`.
  const remarks = (refused?.errors ?? []).map(({ field, text: said }) => {
    const line = /^line (\d+)$/.exec(field)?.[1];
    return line === undefined ? said[language] : t("bankFiles.row", { line, text: said[language] });
  });
  return (
    <div className="filters bank-files__bring" role="group" aria-label={t("bankFiles.bring")}>
      <input {...controlProps} aria-label={t("bankFiles.file")} />
      <Button size="l" {...triggerProps}>
        <Icon data={ArrowUpFromLine} />
        {t("bankFiles.choose")}
      </Button>
      <span className="bank-files__chosen" aria-live="polite">
        {file?.name ?? t("bankFiles.notChosen")}
      </span>
      <Button
        view="action"
        size="l"
        loading={bring.isPending}
        disabled={file === null}
        onClick={() => file && bring.mutate(file)}
      >
        {t("bankFiles.bring")}
      </Button>
      {refused?.code === "bank_statement_unconfirmed" ? (
        <Checkbox size="l" checked={whole} onUpdate={setWhole} content={t("bankFiles.whole")} />
      ) : null}
      {bring.error ? (
        <div role="alert">
          <Alert
            theme="danger"
            message={
              <>
                {problemText(bring.error, language, t).text}
                {remarks.length === 0 ? null : (
                  <ul className="bank-files__remarks">
                    {remarks.map((remark) => (
                      <li key={remark}>{remark}</li>
                    ))}
                  </ul>
                )}
              </>
            }
          />
        </div>
      ) : null}
      {bring.data && bring.data.proposal !== null ? (
        <div role="status">
          <Alert theme="info" message={<LeftProposal id={bring.data.proposal} words="leftFile" />} />
        </div>
      ) : null}
      {bring.data && bring.data.proposal === null ? (
        <div role="status">
          <Alert
            theme={bring.data.problems.some(({ level }) => level === "problem") ? "warning" : "success"}
            message={[
              t("bankFiles.brought", { ...bring.data }),
              ...bring.data.problems.map((one) => t("bankFiles.row", { line: one.line, text: text(one.text) })),
            ].join(". ")}
          />
        </div>
      ) : null}
    </div>
  );
}

/** In the sandbox: statements to try the import with. */
function Samples() {
  const { t } = useTranslation();
  const text = useText();
  const { data } = useQuery(sampleStatementsQuery);
  if (!data || data.items.length === 0) return null;
  return (
    <div className="bank-files__samples">
      {data.items.map(({ region, regionName }) => {
        const label = t("bankFiles.sample", { region: text(regionName) });
        const path = `/v1/office/sample-statements/${encodeURIComponent(region)}`;
        return (
          <DownloadButton key={region} path={path} fallbackName={`statement-${region}.txt`} label={label}>
            {label}
          </DownloadButton>
        );
      })}
      <p className="secondary">{t("bankFiles.sampleHint")}</p>
    </div>
  );
}

interface FilesTableProps {
  readonly files: readonly BankFile[];
  /** Null for who may only look. */
  readonly onTakenBack: ((file: BankFile, proposal: string | null) => void) | null;
}

function FilesTable({ files, onTakenBack }: FilesTableProps) {
  const { t } = useTranslation();
  const who = useWho(files.flatMap(({ importedBy, withdrawn }) => [importedBy, withdrawn?.by]));
  return (
    <Table
      caption={t("bankFiles.title")}
      columns={[t("bankFiles.file"), [t("bankFiles.accounts"), "wide"], [t("bankFiles.lines"), "number"]]}
    >
      {files.map((file) => (
        <FileRow key={file.id} file={file} who={who} onTakenBack={onTakenBack} />
      ))}
    </Table>
  );
}

interface FileRowProps {
  readonly file: BankFile;
  readonly who: (code: string) => string;
  readonly onTakenBack: FilesTableProps["onTakenBack"];
}

function FileRow({ file, who, onTakenBack }: FileRowProps) {
  const { t } = useTranslation();
  // Files belong to no region whose time could be shown; the texts name UTC.
  const format = useFormats("UTC");
  const { withdrawn, credited, waiting } = file;
  const accounts = file.accounts.join(", ");
  return (
    <tr>
      <th scope="row">
        {file.fileName}
        <span className="table__below tabular">
          {t("bankFiles.by", { by: who(file.importedBy), at: format.instant(file.importedAt) })}
        </span>
        <span className="table__narrow table__below tabular">{accounts}</span>
        {withdrawn ? (
          <span className="table__below">
            {t("bankFiles.takenBack", { by: who(withdrawn.by), note: withdrawn.note })}
          </span>
        ) : null}
        {file.proposal === null ? null : (
          <Link className="table__below" to="/office/proposals/$id" params={{ id: file.proposal }}>
            {t("bankFiles.withdrawalWaits")}
          </Link>
        )}
        {withdrawn === null && file.proposal === null && onTakenBack ? (
          <TakeBack file={file} onTakenBack={onTakenBack} />
        ) : null}
      </th>
      <td className="table__wide tabular">{accounts}</td>
      <td className="table__number">
        {file.lines}
        <span className="table__below">{t("bankFiles.linesOf", { credited, waiting })}</span>
        {file.otherPayers === 0 ? null : (
          <span className="table__below danger">
            {t("bankFiles.otherPayers", { count: file.otherPayers, pids: file.otherPayersTo.join(", ") })}
          </span>
        )}
      </td>
    </tr>
  );
}

interface TakeBackProps {
  readonly file: BankFile;
  readonly onTakenBack: NonNullable<FilesTableProps["onTakenBack"]>;
}

function TakeBack({ file, onTakenBack }: TakeBackProps) {
  const { t } = useTranslation();
  const [key, setKey] = useState(newKey);
  const refresh = useRefresh();
  const withdraw = async (note: string) => {
    const { proposal } = await taken(
      api.POST("/v1/office/bank-files/{id}/withdraw", {
        params: { path: { id: file.id }, header: { "Idempotency-Key": key } },
        body: { note },
      }),
    );
    refresh();
    onTakenBack(file, proposal);
  };
  return (
    <ReasonedAct
      label={t("bankFiles.takeBack")}
      why={t("bankFiles.takeBackWhy")}
      act={withdraw}
      onDone={() => setKey(newKey())}
    />
  );
}
