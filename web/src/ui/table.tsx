import type { ReactNode } from "react";
import "./table.css";

interface TableProps {
  /** For screen readers: what the rows are. */
  readonly caption: string;
  /** Headers of the columns; `wide` ones are told under the first column where there is no room, `number` ones end the line. */
  readonly columns: readonly (string | readonly [title: string, is: "wide" | "number"])[];
  readonly children: ReactNode;
}

/** A list as a table: its rows are the children. */
export function Table({ caption, columns, children }: TableProps) {
  return (
    <table className="table">
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => {
            const [title, is] = typeof column === "string" ? [column] : column;
            return (
              <th key={title} scope="col" className={is && `table__${is}`}>
                {title}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
