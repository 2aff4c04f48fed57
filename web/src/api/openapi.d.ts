// Generated from openapi.json by `npm run codegen`: change the routes, not this file.
export interface paths {
    "/public/v1/projects/{pid}/balances/amount": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The balances as a client of the published API reads them (BAL-08) */
        get: operations["getBalancesAmount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Business time now, and whether it can be moved (sandbox only) */
        get: operations["getClock"];
        /** Move business time forward (sandbox only) */
        put: operations["moveClock"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Issued closing documents, newest first, with the state of their delivery (DLV-04) */
        get: operations["listDocuments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The chosen documents with all their files as one archive (DLV-05) */
        get: operations["getDocumentArchive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents/{id}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The lines of a document with the charges behind each; a charge's reference is explained further */
        get: operations["explainDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents/{id}/files/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The print form or the exchange file of a document, byte for byte as it was issued (DOC-04, DOC-07) */
        get: operations["getDocumentFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/expenses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Expenses by service and period, with the same time before (BAL-05, tab Expenses on services) */
        get: operations["getExpenses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/explain/{reference}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where every kopeck of a charge comes from: grains, price versions, events */
        get: operations["explainCharge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed-in user, with the projects and the role in each (REG-03, REG-04) */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/movements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All deductions and additions by period, service and object (BAL-05, tab Detail) */
        get: operations["listMovements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/bank-statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Imports a bank statement file: 1C exchange, camt.053 or MT940, told by its content (PAY-05) */
        post: operations["importBankStatement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Work that was asked for and is done in the background, the newest first */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a job: at once, or when it runs, at its next safe place */
        post: operations["cancelJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/jobs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries a job that waits or is parked again now */
        post: operations["retryJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/month-closes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks for the close of a region's month (DOC-01), which is then done in the background as a job */
        post: operations["closeMonth"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Usage events that wait for a decision, newest first */
        get: operations["listQuarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/quarantine/{id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide that an event never happened; its id stays taken */
        post: operations["dismissQuarantined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/quarantine/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept an event in spite of the reason for which it waits */
        post: operations["releaseQuarantined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/suspense": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Transfers that wait for staff, the longest waiting first (PAY-05) */
        get: operations["listSuspense"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/suspense/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Credits a waiting transfer to the project it was meant for (PAY-05) */
        post: operations["assignSuspense"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/suspense/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the waiting of a transfer that belongs to no project: returned to the payer, or not ours */
        post: operations["closeSuspense"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Both balances of a project to the minute, bonuses by type, the freeze, when the money runs out (BAL-01) */
        get: operations["getBalance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/payment-invoices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The project's payment invoices, the newest first */
        get: operations["listPaymentInvoices"];
        put?: never;
        /** Makes an invoice to pay by bank transfer (PAY-05, PAY-06) */
        post: operations["createPaymentInvoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/payment-invoices/{id}/pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A payment invoice as PDF, with the payment QR where banks read one */
        get: operations["getPaymentInvoicePdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report usage: one CloudEvents 1.0 event, or a batch of up to 10,000 */
        post: operations["sendUsage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/usage/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Consumption by day, resource and SKU with labels, as CSV or XLSX (BAL-06, PRC-07) */
        get: operations["exportUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @example 12345.67 */
        Amount: string;
        /** @example 1042 */
        Id: string;
        /**
         * Format: date-time
         * @example 2026-10-31T20:59:00.000Z
         */
        Instant: string;
        Job: {
            id: components["schemas"]["Id"];
            /** @example closing.month */
            kind: string;
            payload: {
                [key: string]: unknown;
            };
            /**
             * @description parked: it failed too often or was refused, and waits for a person
             * @enum {string}
             */
            state: "waiting" | "running" | "parked" | "done" | "cancelled";
            step: string | null;
            done: number;
            /** @description null when nobody knows it beforehand */
            total: number | null;
            failures: number;
            lastError: string | null;
            result: {
                [key: string]: unknown;
            } | null;
            askedBy: string;
            askedAt: components["schemas"]["Instant"];
            /** @description who cancelled or retried it last */
            decidedBy: string | null;
            /** @description is cancelled at its next safe place */
            cancelAsked: boolean;
            finishedAt: components["schemas"]["Instant"] | null;
        };
        /** @description An amount of money: a decimal text, never a number. */
        Money: {
            /** @example 12345.67 */
            amount: string;
            /** @example RUB */
            currency: string;
        };
        /** @example mcs1234567890 */
        Pid: string;
        /** @description RFC 9457 problem details; `code` is stable, `text` is meant for people. */
        Problem: {
            type: string;
            title: string;
            status: number;
            code: string;
            detail: string;
            text: {
                ru: string;
                en: string;
            };
            errors: {
                field: string;
                code: string;
                text: {
                    ru: string;
                    en: string;
                };
            }[];
            traceId: string;
        };
        Texts: {
            ru: string;
            en: string;
        };
        /** @description A CloudEvents 1.0 event that reports usage */
        UsageEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example saldo.usage.compute.vcpu */
            type: string;
            source: string;
            id: string;
            time: components["schemas"]["Instant"];
            subject?: string;
            /** @constant */
            datacontenttype?: "application/json";
            /** @description id of an earlier event of this source that this one replaces */
            supersedes?: string;
            data: {
                /** @example mcs1234567890 */
                project: string;
                resource: string;
                sku: string;
                /** @description A decimal text, or a number by its shortest form */
                quantity: string | number;
                unit: string;
                /** @description Quantity meters: start of the interval that ends at time */
                since?: components["schemas"]["Instant"];
                resource_name?: string;
                labels?: {
                    [key: string]: string;
                };
            };
        };
    };
    responses: {
        /** @description Refused; `code` says why. */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getBalancesAmount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        base: number;
                        bonus: number;
                    };
                };
            };
            /** @description Refused. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Refused. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Refused. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Refused. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Refused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Refused. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Refused. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Refused. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    getClock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        now: components["schemas"]["Instant"];
                        movable: boolean;
                    };
                };
            };
            400: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    moveClock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date-time */
                    now: string;
                    /**
                     * @description Stay at this instant instead of running on from it
                     * @default false
                     */
                    stand?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        now: components["schemas"]["Instant"];
                        movable: boolean;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    listDocuments: {
        parameters: {
            query?: {
                /** @description PIDs separated by commas; all of yours when left out */
                projects?: string;
                from?: string;
                to?: string;
                kind?: "upd" | "adjustment";
                /** @description nextCursor of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: components["schemas"]["Id"];
                            /** @enum {string} */
                            kind: "upd" | "adjustment";
                            kindName: components["schemas"]["Texts"];
                            number: string;
                            issuedOn: string;
                            month: string;
                            payerName: string;
                            amount: components["schemas"]["Money"];
                            vat: components["schemas"]["Money"];
                            delivery: {
                                state: string;
                                channel: string;
                                reason: string | null;
                                at: components["schemas"]["Instant"];
                            } | null;
                            files: ("pdf" | "xml")[];
                        }[];
                        kinds: {
                            /** @enum {string} */
                            kind: "upd" | "adjustment";
                            name: components["schemas"]["Texts"];
                        }[];
                        /** @description null on the last page */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    getDocumentArchive: {
        parameters: {
            query: {
                ids: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    explainDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        document: {
                            [key: string]: unknown;
                        };
                        lines: {
                            reference: string;
                            no: number;
                            service: string;
                            supplyMonth: string;
                            vatRate: string | null;
                            net: components["schemas"]["Amount"];
                            vat: components["schemas"]["Amount"];
                            gross: components["schemas"]["Amount"];
                            charges: {
                                reference: string;
                                quantity: string;
                                amount: components["schemas"]["Amount"];
                            }[];
                            difference: components["schemas"]["Amount"];
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    getDocumentFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                kind: "pdf" | "xml";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                    "application/xml": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    getExpenses: {
        parameters: {
            query: {
                /** @description PIDs separated by commas; all of yours when left out */
                projects?: string;
                from: string;
                to: string;
                interval?: "day" | "week" | "month" | "year";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        timeZone: string;
                        periods: {
                            from: string;
                            to: string;
                        }[];
                        services: {
                            code: string;
                            name: components["schemas"]["Texts"];
                            amounts: components["schemas"]["Amount"][];
                            total: components["schemas"]["Amount"];
                        }[];
                        total: components["schemas"]["Money"];
                        previousTotal: components["schemas"]["Money"];
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    explainCharge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        charge: {
                            [key: string]: unknown;
                        };
                        grains: {
                            [key: string]: string;
                        }[];
                        prices: {
                            [key: string]: unknown;
                        }[];
                        events: {
                            [key: string]: unknown;
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: {
                            id: string;
                            email: string;
                            name: string;
                            /** @enum {string} */
                            language: "ru" | "en";
                        };
                        staffRole: ("document_clerk" | "accountant" | "support" | "partner_manager" | "operator") | null;
                        projects: {
                            pid: components["schemas"]["Pid"];
                            name: string;
                            region: {
                                code: string;
                                name: components["schemas"]["Texts"];
                                currency: string;
                                timeZone: string;
                            };
                            /** @enum {string} */
                            role: "owner" | "superadministrator" | "project_administrator" | "billing_administrator" | "user_administrator" | "viewer";
                            frozen: boolean;
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    listMovements: {
        parameters: {
            query: {
                /** @description PIDs separated by commas; all of yours when left out */
                projects?: string;
                from: string;
                to: string;
                interval?: "day" | "week" | "month" | "year";
                kind?: "all" | "debit" | "credit";
                /** @description nextCursor of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        timeZone: string;
                        items: {
                            period: {
                                from: string;
                                to: string;
                            };
                            pid: components["schemas"]["Pid"];
                            kind: string;
                            service: {
                                code: string;
                                name: components["schemas"]["Texts"];
                            } | null;
                            resource: {
                                id: string;
                                name: string | null;
                            } | null;
                            sku: {
                                code: string;
                                name: components["schemas"]["Texts"];
                                unit: components["schemas"]["Texts"];
                            } | null;
                            quantity: string | null;
                            amount: components["schemas"]["Money"];
                            sources: {
                                transfer: components["schemas"]["Amount"];
                                other: components["schemas"]["Amount"];
                                bonus: components["schemas"]["Amount"];
                                credit: components["schemas"]["Amount"];
                            };
                            reference: string;
                            /** @description when the money moved; null for consumption */
                            at: components["schemas"]["Instant"] | null;
                            /** @description of a payment: its payment order and payer, or its method */
                            note: components["schemas"]["Texts"] | null;
                        }[];
                        totals: {
                            debit: components["schemas"]["Money"];
                            credit: components["schemas"]["Money"];
                        };
                        /** @description null on the last page */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    importBankStatement: {
        parameters: {
            query?: {
                fileName?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
                "text/plain": string;
                "application/xml": string;
                "text/xml": string;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        fileId: components["schemas"]["Id"];
                        /** @enum {string} */
                        format: "1c" | "camt053" | "mt940";
                        /** @description The same bytes were imported before; nothing was done */
                        repeated: boolean;
                        lines: number;
                        credited: number;
                        suspense: number;
                        duplicates: number;
                        outgoing: number;
                        internal: number;
                        problems: {
                            /** @enum {string} */
                            level: "problem" | "warning";
                            code: string;
                            line: number;
                            text: components["schemas"]["Texts"];
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Job"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    retryJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    closeMonth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    region: string;
                    /** @example 2026-10 */
                    month: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    listQuarantine: {
        parameters: {
            query?: {
                state?: "waiting" | "released" | "dismissed";
                reason?: string;
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: components["schemas"]["Id"];
                            source: string;
                            eventId: string;
                            receivedAt: components["schemas"]["Instant"];
                            reason: string;
                            text: components["schemas"]["Texts"] | null;
                            /** @enum {string} */
                            state: "waiting" | "released" | "dismissed";
                            decidedAt: components["schemas"]["Instant"] | null;
                            decidedBy: string | null;
                            event: unknown;
                        }[];
                        /** @description null on the last page */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    dismissQuarantined: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    releaseQuarantined: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    listSuspense: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: components["schemas"]["Id"];
                            /**
                             * Format: date
                             * @example 2026-10-31
                             */
                            bookedOn: string;
                            amount: components["schemas"]["Money"];
                            /**
                             * @description out: a reversal that took money away
                             * @enum {string}
                             */
                            direction: "in" | "out";
                            /** @enum {string} */
                            reason: "pid_missing" | "pid_ambiguous" | "project_unknown" | "project_deleted" | "wrong_currency" | "other_supplier" | "own_account_unknown" | "reversal" | "possible_duplicate";
                            ownAccount: string;
                            supplier: string | null;
                            payer: {
                                name: string | null;
                                inn: string | null;
                                account: string | null;
                            };
                            documentNumber: string | null;
                            purpose: string;
                            fileName: string;
                            waitsSince: components["schemas"]["Instant"];
                            /** @description Waits longer than seven days */
                            overdue: boolean;
                        }[];
                        /** @description null on the last page */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    assignSuspense: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request does its work once and gets the same reply. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    pid: components["schemas"]["Pid"];
                    note?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    closeSuspense: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request does its work once and gets the same reply. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    outcome: "returned" | "dismissed";
                    note: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    getBalance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        pid: components["schemas"]["Pid"];
                        asOf: components["schemas"]["Instant"];
                        timeZone: string;
                        /** @enum {string} */
                        paymentScheme: "prepaid" | "postpaid";
                        payment: components["schemas"]["Money"];
                        bonus: components["schemas"]["Money"];
                        bonuses: {
                            type: string;
                            name: components["schemas"]["Texts"];
                            amount: components["schemas"]["Money"];
                            expiresAt: components["schemas"]["Instant"] | null;
                        }[];
                        frozen: {
                            since: components["schemas"]["Instant"];
                            deletionDueAt: components["schemas"]["Instant"] | null;
                        } | null;
                        runsOutAt: components["schemas"]["Instant"] | null;
                        burnPerDay: components["schemas"]["Money"];
                        paymentInvoice: {
                            allowed: boolean;
                            reason: components["schemas"]["Texts"] | null;
                        };
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    listPaymentInvoices: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                pid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: components["schemas"]["Id"];
                            number: string;
                            amount: components["schemas"]["Amount"];
                            currency: string;
                            /**
                             * Format: date
                             * @example 2026-10-31
                             */
                            issuedOn: string;
                            purpose: string;
                            /** @enum {string} */
                            state: "issued" | "partially_paid" | "paid";
                        }[];
                        /** @description null on the last page */
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    createPaymentInvoice: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key with the same request does its work once and gets the same reply. */
                "Idempotency-Key": string;
            };
            path: {
                pid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example 1000.00 */
                    amount: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: components["schemas"]["Id"];
                        number: string;
                        amount: components["schemas"]["Amount"];
                        currency: string;
                        /**
                         * Format: date
                         * @example 2026-10-31
                         */
                        issuedOn: string;
                        purpose: string;
                        /** @enum {string} */
                        state: "issued" | "partially_paid" | "paid";
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    getPaymentInvoicePdf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    sendUsage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": components["schemas"]["UsageEvent"] | components["schemas"]["UsageEvent"][];
                "application/cloudevents-batch+json": components["schemas"]["UsageEvent"] | components["schemas"]["UsageEvent"][];
                "application/json": components["schemas"]["UsageEvent"] | components["schemas"]["UsageEvent"][];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "accepted" | "duplicate" | "conflict" | "quarantined" | "rejected";
                        reason?: string;
                        text?: components["schemas"]["Texts"];
                    } | {
                        accepted: number;
                        duplicates: number;
                        conflicts: number;
                        quarantined: number;
                        rejected: number;
                        /** @description Every event that was not accepted, in the order sent */
                        items: {
                            index: number;
                            id: string | null;
                            /** @enum {string} */
                            status: "accepted" | "duplicate" | "conflict" | "quarantined" | "rejected";
                            code?: string;
                            field?: string;
                            text?: components["schemas"]["Texts"];
                        }[];
                    };
                };
            };
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "accepted" | "duplicate" | "conflict" | "quarantined" | "rejected";
                        reason?: string;
                        text?: components["schemas"]["Texts"];
                    } | {
                        accepted: number;
                        duplicates: number;
                        conflicts: number;
                        quarantined: number;
                        rejected: number;
                        /** @description Every event that was not accepted, in the order sent */
                        items: {
                            index: number;
                            id: string | null;
                            /** @enum {string} */
                            status: "accepted" | "duplicate" | "conflict" | "quarantined" | "rejected";
                            code?: string;
                            field?: string;
                            text?: components["schemas"]["Texts"];
                        }[];
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    exportUsage: {
        parameters: {
            query: {
                /** @description PIDs separated by commas; all of yours when left out */
                projects?: string;
                from: string;
                to: string;
                format: "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
}
