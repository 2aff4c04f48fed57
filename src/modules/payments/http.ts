import { z } from "zod";

import { parsePid } from "../../core/ids.ts";
import { Forbidden, NotFound } from "../../core/errors.ts";
import { InvalidPid, type Principal } from "../../platform/http-access.ts";
import {
  type Route,
  amountInput,
  amountSchema,
  cursorQuery,
  dateSchema,
  decodeCursor,
  encodeCursor,
  fileResponse,
  idInput,
  idSchema,
  instantSchema,
  limitQuery,
  money,
  moneySchema,
  nextCursorSchema,
  pidParams,
  pidSchema,
  rawBody,
  route,
  textsSchema,
} from "../../platform/http.ts";
