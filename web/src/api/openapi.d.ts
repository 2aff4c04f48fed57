// Generated from openapi.json by `npm run codegen`: change the routes, not this file.
export interface paths {
    "/files/{address}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file by its signed address, always as an attachment */
        get: operations["getFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
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
        /** Where every kopeck of a charge comes from: a sentence, days, tiers, changes, prices, events (PRC-05) */
        get: operations["explainCharge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/help": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The questions that are answered; those that are searched for, the likeliest first (HLP-01) */
        get: operations["listHelp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/help/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The answer to a visitor, by the region of the site (HLP-01) */
        get: operations["getHelp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody unregistered joins by a letter's link: a user without an account of its own, and a member (REG-04) */
        post: operations["completeInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Declines an invitation by its link, without signing in */
        post: operations["declineInvitationByLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whom a letter's link invites, to what */
        post: operations["readInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mail-changes/agree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** One mailbox agrees; when both have, the address is changed and every session ends (REG-02) */
        post: operations["agreeToMailChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mail-changes/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Which change of address a letter's link agrees to */
        post: operations["readMailChange"];
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
    "/v1/me/asked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits for the signed-in user's answer: invitations to the own address, projects to own (REG-04, REG-05) */
        get: operations["listAsked"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the signed-in user is to be erased, and when (reliability 65) */
        get: operations["getErasure"];
        put?: never;
        /** Has the signed-in user erased after a time in which it can be taken back; books and papers stay */
        post: operations["askErasure"];
        /** Takes the own erasure back */
        delete: operations["withdrawErasure"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/erasure/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What keeps the signed-in user from being erased, each with its way out; empty when nothing does */
        post: operations["checkErasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/invitations/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accepts an invitation to one's own address; nobody else's (REG-04) */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/invitations/{id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Declines an invitation to one's own address */
        post: operations["declineInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/mail-change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The change of one's address that waits for an answer at the old or the new mailbox */
        get: operations["getMailChange"];
        put?: never;
        /** Sends a letter to the old and to the new address; when both have agreed one signs in with the new (REG-02) */
        post: operations["askMailChange"];
        /** Takes the change of the own address back; its letters do nothing any more */
        delete: operations["withdrawMailChange"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one was told, the newest first, and how many of all that are unread (NTF-01) */
        get: operations["listNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks all up to one as read: what came after it and was not seen stays unread */
        post: operations["readNotifications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/notifications/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks one as read; 404 where there is none of that number any more */
        post: operations["readNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/owner-changes/{id}/consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Agrees to become a project's owner: both change roles (REG-05) */
        post: operations["consentOwnerChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/owner-changes/{id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Declines to become a project's owner (REG-05) */
        post: operations["declineOwnerChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** By which passkeys one may sign in without the password, the newest first (REG-02) */
        get: operations["listPasskeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/passkeys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Removes one of the own passkeys; other sessions that began with it end within seconds */
        delete: operations["removePasskey"];
        options?: never;
        head?: never;
        /** Gives one of the own passkeys another name */
        patch: operations["renamePasskey"];
        trace?: never;
    };
    "/v1/me/personal-file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** All that is kept about the signed-in user, as an archive to read and for programs; a letter tells of it */
        post: operations["takePersonalFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The own telephone, and the one that waits for its code (REG-09) */
        get: operations["getPhone"];
        put?: never;
        /** Sends a code to a mobile number of the region's country, and to the one linked before (REG-09) */
        post: operations["askPhone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/phone/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Links the number by its code, and by that of the number linked before (REG-09) */
        post: operations["confirmPhone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** The own name, as others see it, and the language in which letters and notifications come (REG-03) */
        put: operations["changeProfile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/saved-filters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The filters that you keep of a list */
        get: operations["listSavedFilters"];
        /** Keeps a filter of a list under a name, in place of one that had it */
        put: operations["saveFilter"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/saved-filters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Keeps a filter no more */
        delete: operations["removeSavedFilter"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a code is asked for beside the password, how many backup codes are left, and by what one proves who it is (REG-02) */
        get: operations["getSecondFactor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/second-factor/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new seed for an authenticator app, as a picture and as a key; nothing is asked for before it is confirmed */
        post: operations["beginSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/second-factor/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** New backup codes; those of before do nothing any more */
        post: operations["renewBackupCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The app shows the right code: from now on it is asked for; other sessions end */
        post: operations["confirmSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/second-factor/off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The password alone is enough again; the seed and the backup codes are gone */
        post: operations["turnSecondFactorOff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the signed-in user is signed in: device, network and when, the one used last first (REG-02) */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions/end-others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends all of the own sessions but the one that asks */
        post: operations["endOtherSessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends one of the own sessions; it does nothing more within seconds (reliability 38) */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sso": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Through which companies one has signed in (REG-02) */
        get: operations["listOwnSso"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/visits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When staff looked at the platform as the signed-in user, and why; the last hundred (AUD-02) */
        get: operations["listVisits"];
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
    "/v1/movements/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All movements with the balances before, after each and at the end, as CSV or XLSX (BAL-06) */
        get: operations["exportMovements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notification-addresses/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whoever has the mailbox agrees to the letters, or wants no more of them */
        post: operations["answerNotificationAddress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notification-addresses/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a link in a letter to a further address is about */
        post: operations["readNotificationAddressLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/accrual-failures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Projects that cannot be charged, each with why, since when and the usage that costs the most, by project */
        get: operations["listAccrualFailures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/accrual-failures/{pid}/set-aside": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The usage that is shown counts as nothing until its sender corrects it; the project is tried again at once */
        post: operations["setUsageAside"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/act-kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The kinds of acts that the audit knows */
        get: operations["listActKinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/acts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Acts on money, rights, details, prices and documents, and their refusals, in the order in which they happened (AUD-01) */
        get: operations["listActs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/alarms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Alarms as they were raised, the newest first, with their beginning and end (reliability 69) */
        get: operations["listAlarms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/audit-chains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The heads of the audit's chains, and what is not chained yet */
        get: operations["listAuditChains"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/bank-files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Bank statement files, the newest first (PAY-05) */
        get: operations["listBankFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/bank-files/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a bank statement file back whole while nothing of it was used (PAY-12); of much money a proposal (AUD-03) */
        post: operations["withdrawBankFile"];
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
    "/v1/office/configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Regions with their suppliers, and business calendars with the years that they know, as loaded (REG-01) */
        get: operations["getConfiguration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is to be erased and who was, the newest first */
        get: operations["listErasures"];
        put?: never;
        /** Has a person erased who asked for it on paper and has no access; told by letter, and can be taken back */
        post: operations["askErasureOf"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/erasures/{id}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts an erasure off until it is let go: a court, an inspection, a claim needs what would be gone */
        post: operations["holdErasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/erasures/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a held erasure go on */
        post: operations["releaseErasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/erasures/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes an erasure back for a person who has no access and asks for it */
        post: operations["withdrawErasureOf"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/halts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What automation halted at because it would touch too many projects at once (reliability 15) */
        get: operations["listHalts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/halts/{kind}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Proposes that automation goes on with as many as are shown; a second person confirms it (AUD-03) */
        post: operations["releaseHalt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/invariant-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When the books were looked at and how many invariants were broken, the newest first */
        get: operations["listInvariantRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/invariants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What must hold in the books, with what the last look found, and the look that goes on */
        get: operations["listInvariants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/invariants/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Looks at all invariants in the background; while a look goes on it is answered instead */
        post: operations["checkInvariants"];
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
    "/v1/office/my-work": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits for you: given to you, or to nobody in your departments, breaches first; or what you follow (REQ-11) */
        get: operations["listMyWork"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits for a person, how api, worker and database do, and how much lies in each queue (reliability 69) */
        get: operations["getOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Webhooks, letters and other messages that have not arrived: what waits by its next try, the rest the oldest first */
        get: operations["listOutbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/outbox/{id}/give-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A parked or refused message is never sent, and holds up none behind it */
        post: operations["giveUpMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/outbox/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a parked, refused or given up message now, in its place of the order */
        post: operations["retryMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/payers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Payers by name, tax number or project, the newest first (PYR-10) */
        get: operations["listPayers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/payers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A payer's details, what keeps its papers under each contract, and who changed it (PYR-10) */
        get: operations["getPayer"];
        /** Changes a payer's details; papers issued before stay as they are (PYR-06, DOC-07) */
        put: operations["changePayer"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/payers/{id}/contracts/{contractId}/payment-term": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes a post-paid contract's term of payment, for the months that begin after it (PYR-07) */
        put: operations["changePaymentTerm"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who the users are by whom something was done: their names for the ids that records keep */
        get: operations["listPeople"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Projects by PID, name or owner's e-mail: owner, payer, state and balances to the minute (REG-08, BAL-01) */
        get: operations["listOfficeProjects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/projects/{pid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A project: state and its history, money, people, payers, what is asked and what waits (REG-08, BAL-01) */
        get: operations["getOfficeProject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/projects/{pid}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Links the owner's telephone, of which staff have made sure, and with it activates the services (REG-09) */
        post: operations["activateProjectByStaff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/projects/{pid}/conserve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Conserves a project in which nothing runs, in its members' place; the owner is told (REG-08) */
        post: operations["conserveProjectByStaff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/projects/{pid}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a project for ever, in its owner's place; its books and papers stay, the owner is told (REG-08) */
        post: operations["deleteProjectByStaff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/projects/{pid}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a conserved project be used again, in its members' place; the owner is told (REG-08) */
        post: operations["resumeProjectByStaff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Acts that wait for a second person, or that were decided, the newest first (AUD-03) */
        get: operations["listProposals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/proposals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A proposal: what it changes, who asked for it and why, and what you can do with it (AUD-03) */
        get: operations["getProposal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/proposals/{id}/adopt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stands for a proposal of the command line, so that another person can confirm it (AUD-03) */
        post: operations["adoptProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/proposals/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirms a proposal as the second person: the act is done (AUD-03, reliability 63) */
        post: operations["approveProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/proposals/{id}/credits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a bank file that waits for a second person would credit, by project (AUD-03) */
        get: operations["listProposedCredits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/proposals/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The bytes of a bank file that waits for a second person; who took them stands in the audit (AUD-03) */
        post: operations["readProposedFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/proposals/{id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Turns a proposal down, with a reason (AUD-03) */
        post: operations["refuseProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/proposals/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes an own proposal back (AUD-03) */
        post: operations["withdrawProposal"];
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
        /** Decide that an event never happened, and say why; its id stays taken */
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
    "/v1/office/quarantine/{id}/sent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was sent, byte by byte: an event, its headers and data, or the row of a file */
        get: operations["downloadQuarantined"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/request-files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Brings a file for an answer */
        post: operations["uploadOfficeRequestFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests by queue: what the provider has to do, the most urgent first; others the newest first (REQ-11) */
        get: operations["listOfficeRequests"];
        put?: never;
        /** Enters a request that a customer made by mail or telephone (REQ-11) */
        post: operations["enterRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A case: fields, thread with notes, files, what the platform knew, history, and what can be done (REQ-11) */
        get: operations["getOfficeRequest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/requests/{id}/acts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a case, does what it asks for, closes it, turns an unwanted mail away, or opens it again (REQ-11) */
        post: operations["moveRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/requests/{id}/assignee": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Gives a case to a member of staff, or back to the queue (REQ-11) */
        put: operations["assignRequest"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/requests/{id}/department": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Hands a case to another department, with the deadline that it has (REQ-11) */
        put: operations["transferRequest"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/requests/{id}/files/{fileId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a file of the case can be fetched, for some minutes */
        get: operations["getOfficeRequestFileAddress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/requests/{id}/following": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keeps an eye on a case, or no more (REQ-11) */
        put: operations["followRequest"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/requests/{id}/merged": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Joins a case to another one of the same customer, which goes on in its stead (REQ-11) */
        put: operations["mergeRequest"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/requests/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers the customer, asks for more, or leaves a note that no customer sees (REQ-11) */
        post: operations["replyToRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/requests/{id}/project": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Says which project a case is about, so that its members see it (REQ-11) */
        put: operations["attachRequest"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/sample-statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Statements to try the import with, one a region (sandbox only) */
        get: operations["listSampleStatements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/sample-statements/{region}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A region's statement of today to try the import with: 1C exchange (sandbox only) */
        get: operations["getSampleStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/security-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sign-ins, refusals, acts of staff and of the command line, the newest first */
        get: operations["listSecurityEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/sign-ins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the sign-in of the user with an address of mail stands: slowed down by wrong passwords, blocked */
        get: operations["getSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/sign-ins/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps a user from signing in; sessions and tokens end within seconds, resources go on running (PTR-07) */
        post: operations["blockUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/sign-ins/end-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends every session of a user (reliability 38) */
        post: operations["endSessionsOfUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/sign-ins/reset-second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switches a user's second factor off and removes the passkeys, when they are lost or stolen; the user is told by letter */
        post: operations["resetSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/sign-ins/revoke-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revokes every API token that borrows a user's rights or that the user made, within seconds (reliability 38) */
        post: operations["revokeTokensOfUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/sign-ins/unblock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a blocked user sign in again (PTR-07) */
        post: operations["unblockUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/sign-ins/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a user whose sign-in is slowed down by wrong passwords try again at once */
        post: operations["unlockSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/sso": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Company sign-ins that wait for staff, or all whose domain was proved, the newest first (REG-02) */
        get: operations["listSsoForStaff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/sso/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a company's identity provider sign people of its proved domain in (REG-02) */
        post: operations["approveSso"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/sso/{id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuses a company sign-in whose domain was proved; the owner is told why (REG-02) */
        post: operations["refuseSsoByStaff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/sso/{id}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a company sign-in and the sessions that began by it; the owner is told why (REG-02) */
        post: operations["removeSsoByStaff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The provider's people with their roles, blocked ones too, in the order in which they came */
        get: operations["listStaff"];
        put?: never;
        /** Makes somebody one of the staff; who is not known yet gets a letter and sets a password (REG-02) */
        post: operations["addStaff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/staff/{id}/role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Gives one of the staff another role, or none: then the sessions end; a letter tells (REG-02) */
        put: operations["changeStaffRole"];
        post?: never;
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
    "/v1/office/suspense/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Credits several waiting transfers to one project, all or none (PAY-05) */
        post: operations["assignSuspenseTogether"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/suspense/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the waiting of several transfers that belong to no project, all or none */
        post: operations["closeSuspenseTogether"];
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
    "/v1/office/two-person-limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Above what amount an act takes two persons, by region (AUD-03) */
        get: operations["listTwoPersonLimits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/unpriced-usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Usage that no price covers, by project, day and SKU: it is charged when a price appears */
        get: operations["listUnpricedUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/visits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets this browser look at the platform as a customer, read only and for some minutes; the customer is told (AUD-02) */
        post: operations["beginVisit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/visits/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a visit before its time */
        post: operations["endVisit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/waiting-documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who waits for documents of closed months, why, since when and how much, by payer (PYR-10) */
        get: operations["listWaitingDocuments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/office/waiting-documents/issue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks that what waits of a region's closed months be issued, as far as its payers are ready, as a job (PYR-10) */
        post: operations["issueWaitingDocuments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/password-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a link by which to set a new password, where somebody signs in with the address */
        post: operations["askPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/password-resets/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets a new password by a letter's link; every session ends */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payment-invoices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The payment invoices of one's payers and projects, the newest first (PAY-05, REG-06) */
        get: operations["listOwnPaymentInvoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A further project of one's own, in the region of one's account (REG-02, REG-03) */
        post: operations["createProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Gives a project another name */
        patch: operations["renameProject"];
        trace?: never;
    };
    "/v1/projects/{pid}/acts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Acts on the project: of its members, of the provider and of its partner, the newest first (AUD-01) */
        get: operations["listActsOfProject"];
        put?: never;
        post?: never;
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
    "/v1/projects/{pid}/checklist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a newcomer to the project does first, ticked off by what happened (REG-03, FRZ-01) */
        get: operations["getChecklist"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/conserve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Nothing may run in the project, and nothing is charged, until it is resumed (REG-08) */
        post: operations["conserveProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the project for ever, with a debt as well; its books and papers stay (REG-08) */
        post: operations["deleteProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/ending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What stands before conserving or deleting a project (REG-08) */
        get: operations["getProjectEnding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/help/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The answer to a member of the project, from its own data and by the member's role (HLP-01) */
        get: operations["getProjectHelp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Invites a mail address to a role; the letter brings a link for seven days (REG-04) */
        post: operations["inviteMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes an invitation back */
        delete: operations["withdrawInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/invitations/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends an invitation's letter again, with a new link for seven days */
        post: operations["resendInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** One leaves a project; the owner gives it to another member first (REG-05) */
        post: operations["leaveProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Members of a project, open invitations, and what the caller may do about them (REG-04, REG-05) */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/members/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Gives a member another role (REG-04) */
        put: operations["changeRole"];
        post?: never;
        /** Removes a member; the member's tokens for the project end (REG-04) */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/notification-addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Further addresses that get the project's letters */
        get: operations["listNotificationAddresses"];
        put?: never;
        /** Adds an address: it is asked by letter whether it wants the others */
        post: operations["addNotificationAddress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/notification-addresses/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes an address away */
        delete: operations["removeNotificationAddress"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/notification-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one is told of the project, by letter and in the console, and what of it may be muted (NTF-01) */
        get: operations["getNotificationSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/notification-settings/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Whether one wants a kind of notification by letter and in the console (NTF-01) */
        put: operations["chooseNotification"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/owner-change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The owner asks a member to become the owner, in any state of the balance (REG-05) */
        post: operations["askOwnerChange"];
        /** The owner takes the request to become the owner back (REG-05) */
        delete: operations["withdrawOwnerChange"];
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
    "/v1/projects/{pid}/request-files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Brings a file for a request: 20 MB at most, judged by its content, without macros or scripts */
        post: operations["uploadRequestFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/request-kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be asked, with the fields of each (REQ-11) */
        get: operations["listRequestKinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was asked about a project, the newest first: all of it, or one's own where the role sees no more (REQ-11) */
        get: operations["listRequests"];
        put?: never;
        /** Asks for something; it reaches the department of the project's region (REQ-11, REG-05, REG-09, PTR-16) */
        post: operations["openRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A conserved project is used again (REG-08) */
        post: operations["resumeProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/sso": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The domains of a project whose people sign in by their company's identity provider (REG-02) */
        get: operations["listSso"];
        put?: never;
        /** Names a mail domain and its identity provider; nobody comes by it before it is proved and approved (REG-02) */
        post: operations["claimSso"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/sso/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Nobody comes in through the company any more; sessions that began so end within seconds (REG-02) */
        delete: operations["removeSso"];
        options?: never;
        head?: never;
        /** The role of newcomers, whether nothing else lets the domain's people in, another secret (REG-02) */
        patch: operations["changeSso"];
        trace?: never;
    };
    "/v1/projects/{pid}/sso/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Looks for the domain's record and asks the provider; then staff decide (REG-02) */
        post: operations["checkSso"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** API tokens that open a project, and what one may be lent; never the tokens themselves */
        get: operations["listTokens"];
        put?: never;
        /** Makes an API token of a project; its text is in this answer and nowhere else */
        post: operations["issueToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{pid}/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends an API token of a project, within seconds everywhere */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends the letter by which a registration in this site's region goes on (REG-02) */
        post: operations["askRegistration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registrations/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a registration by a letter's link: a user, an account, a first project (REG-03) */
        post: operations["completeRegistration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registrations/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whose registration a letter's link ends, and in which region */
        post: operations["readRegistration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A request with its thread (REQ-11) */
        get: operations["getRequest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{id}/acts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that a request is settled, or is not wanted any more (REQ-11) */
        post: operations["actOnRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{id}/files/{fileId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a file of the thread can be fetched, for some minutes */
        get: operations["getRequestFileAddress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds to a request; an answered or closed one is opened again (REQ-11) */
        post: operations["writeToRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{id}/rating": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Says what the answer is worth, from 1 to 5; the last word holds (REQ-11) */
        put: operations["rateRequest"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/site": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The region of the site that is asked, and the sites of the other regions (REG-01, REG-02) */
        get: operations["getSite"];
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
        AuditAct: {
            id: components["schemas"]["Id"];
            at: components["schemas"]["Instant"];
            act: string;
            text: components["schemas"]["Texts"];
            /** @enum {string} */
            class: "money" | "rights" | "details" | "prices" | "documents";
            /** @description Why it was refused, as a code; null: it was done */
            refusal: string | null;
            refusalText: components["schemas"]["Texts"] | null;
            /** @description How often the same was refused within a minute */
            times: number;
            /** @description What it was done to, as kind:id; of a refusal what was asked for */
            thing: string | null;
            /** @description What it changed; before is null where it made something new */
            changes: {
                field: string;
                text: components["schemas"]["Texts"];
                before: unknown;
                after: unknown;
                /** @description What a code before stands for; null where it is no code */
                beforeText: components["schemas"]["Texts"] | null;
                afterText: components["schemas"]["Texts"] | null;
            }[];
            region: string | null;
            regionName: components["schemas"]["Texts"] | null;
            by: {
                /** @enum {string} */
                kind: "member" | "staff" | "partner" | "token" | "system" | "cli" | "anonymous";
                /** @description user:ID, token:ID, job:NAME or os:NAME */
                key: string;
                onBehalfOf: string | null;
            };
            address: string;
            agent: string;
            requestId: string;
            subjects: string[];
        };
        HelpAnswer: {
            code: string;
            /** @enum {string} */
            group: "start" | "projects" | "access" | "contract" | "payment" | "papers";
            question: components["schemas"]["Texts"];
            /** @description Why it is not open to the reader, and what would open it */
            closed: components["schemas"]["Texts"] | null;
            blocks: ({
                /** @constant */
                kind: "text";
                text: components["schemas"]["Texts"];
            } | {
                /** @constant */
                kind: "steps";
                items: components["schemas"]["Texts"][];
            } | {
                /** @constant */
                kind: "facts";
                items: {
                    name: components["schemas"]["Texts"];
                    value: components["schemas"]["Texts"];
                }[];
            })[];
            actions: {
                label: components["schemas"]["Texts"];
                /** @description A page of the console, or a site */
                href: string;
            }[];
        };
        /** @example 1042 */
        Id: string;
        /**
         * Format: date-time
         * @example 2026-10-31T20:59:00.000Z
         */
        Instant: string;
        InvariantRun: {
            id: components["schemas"]["Id"];
            askedBy: string;
            /** @description the instant of the books that was looked at */
            checkedAt: components["schemas"]["Instant"];
            startedAt: components["schemas"]["Instant"];
            durationMs: number;
            broken: number;
        };
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
        Notification: {
            id: components["schemas"]["Id"];
            kind: string;
            /** @enum {string} */
            group: "money" | "documents" | "people" | "requests" | "operations" | "security";
            /** @enum {string} */
            severity: "info" | "warning" | "critical";
            pid: components["schemas"]["Pid"] | null;
            title: components["schemas"]["Texts"];
            text: components["schemas"]["Texts"];
            /** @description The console's page that answers it */
            href: string | null;
            at: components["schemas"]["Instant"];
            firstAt: components["schemas"]["Instant"];
            /** @description How often it was told: repeats are gathered in one */
            times: number;
            readAt: components["schemas"]["Instant"] | null;
        };
        OfficeProject: {
            pid: components["schemas"]["Pid"];
            name: string;
            regionName: components["schemas"]["Texts"];
            /** @description That of the region (REG-07) */
            timeZone: string;
            /** @enum {string} */
            status: "active" | "conserved" | "deleted";
            /** @description When it was conserved or deleted (REG-08) */
            statusSince: components["schemas"]["Instant"] | null;
            createdAt: components["schemas"]["Instant"];
            /** @description When services were switched on; null: not yet (REG-03) */
            activatedAt: components["schemas"]["Instant"] | null;
            owner: {
                name: string;
                email: string;
            } | null;
            payer: {
                id: components["schemas"]["Id"];
                name: string;
            } | null;
            /** @enum {string} */
            paymentScheme: "prepaid" | "postpaid";
            payment: components["schemas"]["Money"];
            bonus: components["schemas"]["Money"];
            frozenAt: components["schemas"]["Instant"] | null;
            /** @description When its objects are to be deleted (FRZ-02) */
            deletionDueAt: components["schemas"]["Instant"] | null;
            /** @description When its objects were deleted (FRZ-02) */
            objectsDeletedAt: components["schemas"]["Instant"] | null;
        };
        OfficeProjectPage: {
            asOf: components["schemas"]["Instant"];
            project: components["schemas"]["OfficeProject"];
            /** @description Objects that run and are charged for */
            running: number;
            /** @description What became of it, the latest first */
            history: {
                at: components["schemas"]["Instant"];
                /**
                 * @description `deleted`: the objects; `removed`: the project
                 * @enum {string}
                 */
                event: "created" | "activated" | "conserved" | "resumed" | "removed" | "frozen" | "unfrozen" | "deletion_ahead" | "deletion_due" | "deleted";
                /** @description At a freeze and what follows it */
                balance: components["schemas"]["Money"] | null;
            }[];
            /** @description As posted, the soonest to expire first */
            bonuses: {
                name: components["schemas"]["Texts"];
                amount: components["schemas"]["Money"];
                expiresAt: components["schemas"]["Instant"] | null;
            }[];
            people: {
                name: string;
                email: string;
                /** @enum {string} */
                role: "owner" | "superadministrator" | "project_administrator" | "billing_administrator" | "user_administrator" | "viewer";
                blocked: boolean;
            }[];
            /** @description Who paid, pays and will pay, by time */
            payers: {
                id: components["schemas"]["Id"];
                name: string;
                /** @description Its number; null: by the public offer */
                contract: string | null;
                supplier: string;
                /** @enum {string} */
                paymentScheme: "prepaid" | "postpaid";
                from: components["schemas"]["Instant"];
                to: components["schemas"]["Instant"] | null;
                /** @enum {string} */
                when: "before" | "now" | "planned";
            }[];
            /** @description That are open */
            requests: {
                id: components["schemas"]["Id"];
                number: string;
                title: string;
                /** @enum {string} */
                state: "new" | "in_work" | "waits_customer" | "answered";
                dueAt: components["schemas"]["Instant"] | null;
            }[];
            /** @description What waits for documents of closed months */
            waiting: {
                payer: {
                    id: components["schemas"]["Id"];
                    name: string;
                };
                month: string;
                reason: components["schemas"]["Texts"];
                since: components["schemas"]["Instant"];
                amount: components["schemas"]["Money"];
            }[];
            alarms: {
                /** @description events that wait; 1000 stand for more */
                quarantine: number;
                unpriced: number;
                notChargedSince: components["schemas"]["Instant"] | null;
            };
            /** @description Never the tokens themselves; null for who does not decide about access */
            tokens: {
                id: components["schemas"]["Id"];
                name: string;
                scopes: string[];
                expiresAt: components["schemas"]["Instant"];
                lastUsedAt: components["schemas"]["Instant"] | null;
            }[] | null;
        };
        Operations: {
            /** @description business time */
            at: components["schemas"]["Instant"];
            /** @description a count that is as large may stand for more */
            most: number;
            /** @description what waits for a person, the gravest first */
            alarms: {
                /** @enum {string} */
                alarm: "automation_halt" | "books_broken" | "worker_silent" | "worker_behind" | "charging_behind" | "clocks_differ" | "disk_nearly_full" | "file_storage_away" | "database_rights" | "metering_silent" | "not_charged" | "quarantine" | "unpriced_usage" | "suspense" | "proposal_expiring" | "outbox_parked" | "outbox_refused" | "job_parked" | "month_close";
                /** @description what there is more of than 1000 is counted as 1000 */
                count: number;
                since: components["schemas"]["Instant"] | null;
            }[];
            health: {
                clockGapSeconds: number;
                /** @description null: no worker was ever heard of */
                workerSilentSeconds: number | null;
                workers: {
                    worker: string;
                    beatenAt: components["schemas"]["Instant"];
                }[];
                /** @description projects and batches of usage that are due and not charged yet */
                due: number;
                dueSince: components["schemas"]["Instant"] | null;
                /** @description null: the database is on another machine */
                freeDiskBytes: number | null;
            };
            counts: {
                halts: number;
                quarantine: number;
                unpriced: number;
                notCharged: number;
                suspense: number;
                outboxWaiting: number;
                outboxStuck: number;
                jobsOpen: number;
                jobsParked: number;
                /** @description null: nobody has looked yet */
                invariantsBroken: number | null;
            };
            outbox: {
                destination: string;
                waiting: number;
                parked: number;
                refused: number;
                oldestAt: components["schemas"]["Instant"] | null;
            }[];
            lastCheckAt: components["schemas"]["Instant"] | null;
        };
        OutboxMessage: {
            id: components["schemas"]["Id"];
            /** @example control_plane */
            destination: string;
            /** @example project.frozen */
            topic: string;
            /**
             * @description whom it is about: a PID, or `payer:12`
             * @example mcs1234567890
             */
            subject: string;
            /** @enum {string} */
            state: "waiting" | "parked" | "refused" | "given_up";
            createdAt: components["schemas"]["Instant"];
            attempts: number;
            /** @description why the last try failed, without addresses, telephones and tokens */
            reason: string | null;
            /** @description null: at once, behind another of its order, or never */
            nextAttemptAt: components["schemas"]["Instant"] | null;
            givenUp: {
                at: components["schemas"]["Instant"];
                by: string;
                why: string;
            } | null;
        };
        /** @example mcs1000000002 */
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
        ProjectAct: {
            id: components["schemas"]["Id"];
            at: components["schemas"]["Instant"];
            act: string;
            text: components["schemas"]["Texts"];
            /** @enum {string} */
            class: "money" | "rights" | "details" | "prices" | "documents";
            /** @description Why it was refused, as a code; null: it was done */
            refusal: string | null;
            refusalText: components["schemas"]["Texts"] | null;
            /** @description How often the same was refused within a minute */
            times: number;
            /** @description What it was done to, as kind:id; of a refusal what was asked for */
            thing: string | null;
            /** @description What it changed; before is null where it made something new */
            changes: {
                field: string;
                text: components["schemas"]["Texts"];
                before: unknown;
                after: unknown;
                /** @description What a code before stands for; null where it is no code */
                beforeText: components["schemas"]["Texts"] | null;
                afterText: components["schemas"]["Texts"] | null;
            }[];
            by: {
                /** @enum {string} */
                kind: "member" | "staff" | "partner" | "token" | "system" | "anonymous";
                /** @description A member of the project; null for others */
                person: {
                    name: string;
                    email: string;
                } | null;
                token: components["schemas"]["Id"] | null;
            };
            /** @description null for acts of the provider's people and programs */
            from: {
                address: string;
                agent: string;
            } | null;
        };
        RaisedAlarm: {
            id: components["schemas"]["Id"];
            /** @description Its code; of another version perhaps */
            alarm: string;
            /** @description Which automation, destination, month; empty where there is but one */
            subject: string;
            /** @enum {string} */
            severity: "info" | "warning" | "critical";
            begunAt: components["schemas"]["Instant"];
            /** @description When it came back for the last time */
            resumedAt: components["schemas"]["Instant"];
            endedAt: components["schemas"]["Instant"] | null;
            /** @description How often it came, each time within an hour of its end */
            times: number;
            /** @description How many it was of when it was last seen */
            count: number;
            /** @description When people were last told; null: it did not last long enough */
            toldAt: components["schemas"]["Instant"] | null;
        };
        StaffMember: {
            id: components["schemas"]["Id"];
            name: string;
            email: string;
            /** @enum {string} */
            role: "document_clerk" | "accountant" | "support" | "partner_manager" | "operator";
            blockedAt: components["schemas"]["Instant"] | null;
        };
        Texts: {
            ru: string;
            en: string;
        };
        /**
         * @description A CloudEvents 1.0 event that reports usage; meters, units and SKUs are listed at /docs
         * @example {
         *       "specversion": "1.0",
         *       "type": "saldo.usage.vcpu",
         *       "source": "my-meter",
         *       "id": "vm-1/vcpu/2026-10-31T20:59Z",
         *       "time": "2026-10-31T20:59:00.000Z",
         *       "data": {
         *         "project": "mcs1000000002",
         *         "resource": "vm-1",
         *         "sku": "compute.vcpu.standard",
         *         "quantity": "4",
         *         "unit": "vCPU",
         *         "labels": {
         *           "team": "shop"
         *         }
         *       }
         *     }
         */
        UsageEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example saldo.usage.vcpu */
            type: string;
            /** @description With id the event's name for ever, among events of the same sender: the provider, or a project by its own token, which cannot use names of the provider's sources */
            source: string;
            id: string;
            time: components["schemas"]["Instant"];
            subject?: string;
            /** @constant */
            datacontenttype?: "application/json";
            /** @description id of the event of this source and project that this one replaces. An event is replaced once: of two, the first accepted stands */
            supersedes?: string;
            data: {
                /** @example mcs1000000002 */
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
    getFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                address: string;
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
                    "application/octet-stream": string;
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
                            /** @description at most twenty, by the names of the day of issue: a project may be somebody else's by now */
                            projects: {
                                pid: components["schemas"]["Pid"];
                                name: string;
                            }[];
                            projectCount: number;
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
                        /** @description With an empty list: why these projects get no closing documents; null when they do */
                        noneIssued: components["schemas"]["Texts"] | null;
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
            413: components["responses"]["Problem"];
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
                            serviceName: components["schemas"]["Texts"];
                            supplyMonth: string;
                            vatRate: string | null;
                            net: components["schemas"]["Amount"];
                            vat: components["schemas"]["Amount"];
                            gross: components["schemas"]["Amount"];
                            charges: {
                                reference: string;
                                resource: string | null;
                                skuName: components["schemas"]["Texts"];
                                quantity: string;
                                amount: components["schemas"]["Amount"];
                                /**
                                 * @description supplied; paid later by a transfer; a change of an earlier month; of before charges knew contracts
                                 * @enum {string}
                                 */
                                cause: "supply" | "cover" | "increase" | "decrease" | "carried";
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
                from: string;
                to: string;
                /** @description PIDs separated by commas; all of yours when left out */
                projects?: string;
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
                            /** @description its place in the catalogue, for colours that stay */
                            position: number;
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
                            reference: string;
                            pid: components["schemas"]["Pid"];
                            project: string;
                            sku: string;
                            skuName: components["schemas"]["Texts"];
                            unit: components["schemas"]["Texts"];
                            resourceId: string | null;
                            resourceName: string | null;
                            from: string;
                            to: string;
                            amount: components["schemas"]["Amount"];
                            currency: string;
                        };
                        /** @description how the amount comes about; its figures give the amount */
                        sentence: components["schemas"]["Texts"];
                        days: {
                            from: string;
                            to: string;
                            days: number;
                            formula: components["schemas"]["Texts"] | null;
                            cost: components["schemas"]["Texts"];
                            amount: components["schemas"]["Amount"];
                            total: components["schemas"]["Amount"];
                        }[];
                        tiers: {
                            from: string;
                            to: string | null;
                            price: string;
                            quantity: components["schemas"]["Texts"];
                            cost: components["schemas"]["Texts"];
                            reached: boolean;
                        }[];
                        /** @description add up to the charge's amount */
                        changes: {
                            /** @enum {string} */
                            kind: "charge" | "repricing" | "correction";
                            /** @description the month of booking where it is another one */
                            bookedIn: string | null;
                            amount: components["schemas"]["Amount"];
                        }[];
                        /** @description add up to the charge's amount; `credit` is owed still, `open` is not charged yet */
                        paidBy: {
                            /** @enum {string} */
                            source: "bonus" | "transfer" | "other" | "repaid_transfer" | "repaid_other" | "credit" | "open";
                            /** @description the month of booking where it is another one */
                            bookedIn: string | null;
                            amount: components["schemas"]["Amount"];
                        }[];
                        suppliedTo: {
                            payer: string | null;
                            contract: string | null;
                            amount: components["schemas"]["Amount"];
                        }[];
                        grains: {
                            [key: string]: string;
                        }[];
                        prices: {
                            priceId: string;
                            priceList: string;
                            kind: string;
                            model: string;
                            unitPrice: string;
                            tiers: {
                                from: string;
                                price: string;
                            }[] | null;
                            from: components["schemas"]["Instant"];
                            to: components["schemas"]["Instant"] | null;
                        }[];
                        events: {
                            source: string;
                            id: string;
                            at: components["schemas"]["Instant"];
                            quantity: string;
                            supersedes: string | null;
                            replaced: boolean;
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
    listHelp: {
        parameters: {
            query?: {
                search?: string;
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
                            code: string;
                            /** @enum {string} */
                            group: "start" | "projects" | "access" | "contract" | "payment" | "papers";
                            question: components["schemas"]["Texts"];
                        }[];
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
    getHelp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
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
                    "application/json": components["schemas"]["HelpAnswer"];
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
    completeInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    link: string;
                    name: string;
                    password: string;
                    /** @enum {string} */
                    language: "ru" | "en";
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
                        email: string;
                    };
                };
            };
            400: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            410: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    declineInvitationByLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    link: string;
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
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            410: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    readInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    link: string;
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
                        id: components["schemas"]["Id"];
                        email: string;
                        /** @enum {string} */
                        role: "owner" | "superadministrator" | "project_administrator" | "billing_administrator" | "user_administrator" | "viewer";
                        projectName: string;
                        byName: string;
                        byEmail: string;
                        registered: boolean;
                    };
                };
            };
            400: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            410: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    agreeToMailChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Whose mailbox the link was sent to
                     * @enum {string}
                     */
                    side: "old" | "new";
                    link: string;
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
                        changed: boolean;
                    };
                };
            };
            400: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            410: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    readMailChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Whose mailbox the link was sent to
                     * @enum {string}
                     */
                    side: "old" | "new";
                    link: string;
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
                        oldEmail: string;
                        newEmail: string;
                        oldAgreed: boolean;
                        newAgreed: boolean;
                    };
                };
            };
            400: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            410: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
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
                        /** @description Staff who may do nothing as such before they switch a second factor on */
                        needsSecondFactor: boolean;
                        /** @description A member of staff asks in this user's place, and may only look (AUD-02) */
                        visit?: {
                            id: components["schemas"]["Id"];
                            reason: string;
                            endsAt: components["schemas"]["Instant"];
                        };
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
                            /** @description What the role may do in the project */
                            permissions: string[];
                            frozen: boolean;
                            /** @enum {string} */
                            status: "active" | "conserved" | "deleted";
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
    listAsked: {
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
                        items: {
                            /** @enum {string} */
                            kind: "invitation" | "owner_change";
                            id: components["schemas"]["Id"];
                            pid: components["schemas"]["Pid"];
                            projectName: string;
                            /** @enum {string} */
                            role: "owner" | "superadministrator" | "project_administrator" | "billing_administrator" | "user_administrator" | "viewer";
                            byName: string;
                            byEmail: string;
                            expiresAt: components["schemas"]["Instant"];
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
    getErasure: {
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
                        open: {
                            askedAt: components["schemas"]["Instant"];
                            /** @description Until then it can be taken back; then it is done for good */
                            dueAt: components["schemas"]["Instant"];
                            /** @description Asked for on paper, and entered by staff */
                            byStaff: boolean;
                            /** @description Put off by the provider until further notice */
                            held: boolean;
                            /** @description Due, and kept by what the check tells */
                            waits: boolean;
                        } | null;
                        graceDays: number;
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
    askErasure: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        dueAt: components["schemas"]["Instant"];
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
    withdrawErasure: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
    checkErasure: {
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
                        blockers: {
                            code: string;
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
    acceptInvitation: {
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
            410: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    declineInvitation: {
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
            410: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    getMailChange: {
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
                        change: {
                            oldEmail: string;
                            newEmail: string;
                            oldAgreed: boolean;
                            newAgreed: boolean;
                            expiresAt: components["schemas"]["Instant"];
                        } | null;
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
    askMailChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            202: {
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
    withdrawMailChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
    listNotifications: {
        parameters: {
            query?: {
                group?: "money" | "documents" | "people" | "requests" | "operations" | "security";
                severity?: "info" | "warning" | "critical";
                unread?: "true" | "false";
                project?: components["schemas"]["Pid"];
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
                        items: components["schemas"]["Notification"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
                        /** @description Counted to 100: then there may be more */
                        unread: number;
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
    readNotifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    upTo: string;
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
    readNotification: {
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
    consentOwnerChange: {
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
            410: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    declineOwnerChange: {
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
            410: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    listPasskeys: {
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
                        items: {
                            id: string;
                            name: string;
                            /** @description The domain that it belongs to: browsers offer it nowhere else */
                            site: string;
                            /** @description Kept by a service, and so on several devices */
                            synced: boolean;
                            createdAt: components["schemas"]["Instant"];
                            lastUsedAt: components["schemas"]["Instant"] | null;
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
    removePasskey: {
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
    renamePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
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
    takePersonalFile: {
        parameters: {
            query?: never;
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
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    getPhone: {
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
                        linked: {
                            phone: string;
                            /** @enum {string} */
                            by: "code" | "request";
                            linkedAt: components["schemas"]["Instant"];
                        } | null;
                        /** @description Codes were sent and wait to be given */
                        waiting: {
                            phone: string;
                            /** @description The number that has to agree, as much of it as is shown */
                            oldPhone: string | null;
                            expiresAt: components["schemas"]["Instant"];
                        } | null;
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
    askPhone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example +7 916 123-45-67 */
                    phone: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            202: {
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
    confirmPhone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                    oldCode?: string;
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
                        phone: string;
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
    changeProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    language: "ru" | "en";
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
    listSavedFilters: {
        parameters: {
            query: {
                list: string;
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
                            name: string;
                            query: string;
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
    saveFilter: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    list: string;
                    name: string;
                    query: string;
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
    removeSavedFilter: {
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
    getSecondFactor: {
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
                        onSince: components["schemas"]["Instant"] | null;
                        codesLeft: number;
                        /**
                         * @description What acts that need a proof ask for: `passkey` of staff whose only second factor it is, whose password proves nothing
                         * @enum {string}
                         */
                        provedBy: "code" | "passkey" | "password";
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
    beginSecondFactor: {
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
                        /** @description For typing into the app */
                        key: string;
                        /** @description The QR code as one SVG path of `size` by `size` */
                        picture: {
                            size: number;
                            path: string;
                        };
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
    renewBackupCodes: {
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
                        /** @description Shown this once; each is good once, in place of the app's code */
                        codes: string[];
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
    confirmSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
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
                        /** @description Shown this once; each is good once, in place of the app's code */
                        codes: string[];
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
    turnSecondFactorOff: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
    listSessions: {
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
                        items: {
                            id: string;
                            /** @description `Chrome/142 Windows`; empty when the program said nothing of itself */
                            device: string;
                            /** @description Of the network, as it was at the sign-in */
                            address: string;
                            startedAt: components["schemas"]["Instant"];
                            /** @description When it was used last, to the minute */
                            seenAt: components["schemas"]["Instant"];
                            /** @description The one that asks */
                            current: boolean;
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
    endOtherSessions: {
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
                        ended: number;
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
    endSession: {
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
    listOwnSso: {
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
                        /** @description One may sign in through the company alone: no password or passkey lets one in */
                        required: boolean;
                        items: {
                            domain: string;
                            linkedAt: components["schemas"]["Instant"];
                            lastUsedAt: components["schemas"]["Instant"];
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
    listVisits: {
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
                        items: {
                            id: components["schemas"]["Id"];
                            /** @description Null: no longer of the staff */
                            staffRole: ("document_clerk" | "accountant" | "support" | "partner_manager" | "operator") | null;
                            reason: string;
                            beganAt: components["schemas"]["Instant"];
                            /** @description When it ended; of one that goes on, when it will */
                            endedAt: components["schemas"]["Instant"];
                            goesOn: boolean;
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
                from: string;
                to: string;
                /** @description PIDs separated by commas; all of yours when left out */
                projects?: string;
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
                            /** @description by the id under which its usage came; null for what no resource caused */
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
                            /** @description add up to the amount; `credit` is owed still, `open` is consumed and not charged yet */
                            sources: {
                                transfer: components["schemas"]["Amount"];
                                other: components["schemas"]["Amount"];
                                bonus: components["schemas"]["Amount"];
                                credit: components["schemas"]["Amount"];
                                open: components["schemas"]["Amount"];
                            };
                            reference: string;
                            /** @description when the money moved; null for consumption */
                            at: components["schemas"]["Instant"] | null;
                            /** @description of a payment: its payment order and payer, or its method */
                            note: components["schemas"]["Texts"] | null;
                        }[];
                        /** @description of all pages, whatever the interval and side: opening + kinds = closing; debit is what services cost (charge, repricing, correction), credit is money and bonuses that came, went back or expired */
                        totals: {
                            opening: components["schemas"]["Money"];
                            kinds: {
                                kind: string;
                                amount: components["schemas"]["Money"];
                            }[];
                            closing: components["schemas"]["Money"];
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
    exportMovements: {
        parameters: {
            query: {
                from: string;
                to: string;
                /** @description PIDs separated by commas; all of yours when left out */
                projects?: string;
                interval?: "day" | "week" | "month" | "year";
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
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    answerNotificationAddress: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    link: string;
                    /** @enum {string} */
                    purpose: "confirm" | "unsubscribe";
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
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            410: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    readNotificationAddressLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    link: string;
                    /** @enum {string} */
                    purpose: "confirm" | "unsubscribe";
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
                        email: string;
                        pid: string;
                        projectName: string;
                        confirmed: boolean;
                    };
                };
            };
            400: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            410: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    listAccrualFailures: {
        parameters: {
            query?: {
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
                            pid: components["schemas"]["Pid"];
                            since: components["schemas"]["Instant"];
                            retryAt: components["schemas"]["Instant"];
                            /** @description as the program met it */
                            reason: string;
                            text: components["schemas"]["Texts"];
                            /** @description What costs the most of what is to be charged; null while it is to be tried again, or has none */
                            usage: {
                                resource: string;
                                sku: string;
                                /**
                                 * Format: date
                                 * @example 2026-10-31
                                 */
                                day: string;
                                quantity: string;
                            } | null;
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
    setUsageAside: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: components["schemas"]["Pid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    usage: {
                        resource: string;
                        sku: string;
                        /**
                         * Format: date
                         * @example 2026-10-31
                         */
                        day: string;
                        quantity: string;
                    };
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
    listActKinds: {
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
                        items: {
                            act: string;
                            /** @enum {string} */
                            class: "money" | "rights" | "details" | "prices" | "documents";
                            text: components["schemas"]["Texts"];
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
    listActs: {
        parameters: {
            query?: {
                /** @description The first day, in the zone of the region */
                from?: string;
                /** @description The last day */
                to?: string;
                by?: "member" | "staff" | "partner" | "token" | "system" | "cli" | "anonymous";
                /** @description An e-mail address, or user:ID, token:ID, job:NAME, os:NAME */
                actor?: string;
                /** @description A PID, or kind:ID of an account, a payer, a partner */
                subject?: string;
                act?: string;
                class?: "money" | "rights" | "details" | "prices" | "documents";
                region?: string;
                refused?: "true" | "false";
                /** @description Which comes first */
                order?: "newest" | "oldest";
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
                        items: components["schemas"]["AuditAct"][];
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
    listAlarms: {
        parameters: {
            query?: {
                show?: "all" | "open";
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
                        items: components["schemas"]["RaisedAlarm"][];
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
    listAuditChains: {
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
                        chains: {
                            /** @description A region, or house: acts without one */
                            chain: string;
                            /** @description The region's; null: of the house */
                            name: components["schemas"]["Texts"] | null;
                            /** @description Of the region's days; UTC of the house */
                            timeZone: string;
                            /** @description As `saldo audit verify --head` takes it */
                            head: string;
                            chainedAt: components["schemas"]["Instant"];
                            acts: number;
                        }[];
                        /** @description Acts that are not chained yet */
                        waiting: number;
                        waitingSince: components["schemas"]["Instant"] | null;
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
    listBankFiles: {
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
                            fileName: string;
                            /** @enum {string} */
                            format: "1c" | "camt053" | "mt940";
                            importedAt: components["schemas"]["Instant"];
                            importedBy: string;
                            /** @description It looked cut; staff said that it is whole */
                            confirmed: boolean;
                            /** @description The accounts of its statements, at most twenty */
                            accounts: string[];
                            /** @description Lines it was the first to show */
                            lines: number;
                            credited: number;
                            waiting: number;
                            /** @description Of the credited: paid by another company than the project's payer (PAY-13) */
                            otherPayers: number;
                            /** @description The projects those were credited to, at most twenty */
                            otherPayersTo: components["schemas"]["Pid"][];
                            /** @description Who took the file back, when and why */
                            withdrawn: {
                                at: components["schemas"]["Instant"];
                                by: string;
                                note: string;
                            } | null;
                            /** @description That it be taken back, which waits for a second person (AUD-03) */
                            proposal: components["schemas"]["Id"] | null;
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
    withdrawBankFile: {
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
                    note: string;
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
                        /** @description What a second person is to confirm (AUD-03); null: it is done */
                        proposal: components["schemas"]["Id"] | null;
                        lines: number;
                        credited: number;
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
                        /** @description What a second person is to confirm (AUD-03); null: it is done */
                        proposal: components["schemas"]["Id"] | null;
                        lines: number;
                        credited: number;
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
    importBankStatement: {
        parameters: {
            query?: {
                fileName?: string;
                /** @description You say that a doubtful file is right; a second person confirms it (AUD-03) */
                confirm?: "true" | "false";
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
                        /** @description What a second person is to confirm (AUD-03): then nothing was imported yet */
                        proposal: components["schemas"]["Id"] | null;
                        fileId: components["schemas"]["Id"] | null;
                        format: ("1c" | "camt053" | "mt940") | null;
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
                            /** @description The file may be cut, or does not continue its account; two persons confirmed that it is right */
                            mustConfirm: boolean;
                            code: string;
                            line: number;
                            text: components["schemas"]["Texts"];
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
                        /** @description What a second person is to confirm (AUD-03): then nothing was imported yet */
                        proposal: components["schemas"]["Id"] | null;
                        fileId: components["schemas"]["Id"] | null;
                        format: ("1c" | "camt053" | "mt940") | null;
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
                            /** @description The file may be cut, or does not continue its account; two persons confirmed that it is right */
                            mustConfirm: boolean;
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
    getConfiguration: {
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
                        regions: {
                            code: string;
                            name: components["schemas"]["Texts"];
                            sites: string[];
                            currency: string;
                            timeZone: string;
                            country: string;
                            documentAddress: string;
                            edm: boolean;
                            paymentMethods: string[];
                            signUpBonus: {
                                group: string;
                                amount: components["schemas"]["Money"];
                                days: number;
                            }[];
                            /** @description what one person does alone, by act */
                            twoPersonLimits: {
                                /** @enum {string} */
                                act: "assignment" | "return" | "withdrawal";
                                amount: components["schemas"]["Money"];
                            }[];
                            supplier: {
                                name: string;
                                fullName: string;
                                taxNumber: string | null;
                                address: string;
                                /** @description how its papers are numbered */
                                documentNumber: string;
                            };
                        }[];
                        calendars: {
                            country: string;
                            /** @description minutes after midnight */
                            hours: {
                                from: number;
                                to: number;
                            }[];
                            /** @description the years that are known; others go by their weekdays */
                            years: {
                                year: number;
                                off: string[];
                                working: string[];
                                short: string[];
                            }[];
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
    listErasures: {
        parameters: {
            query?: {
                /** @description Those alone that wait */
                open?: "true" | "false";
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
                            /** @description Of whom was erased, what stands in its place */
                            email: string;
                            name: string;
                            askedAt: components["schemas"]["Instant"];
                            byStaff: boolean;
                            /** @description The paper by which staff asked */
                            reason: string | null;
                            dueAt: components["schemas"]["Instant"];
                            /**
                             * @description `kept`: due, and something keeps it
                             * @enum {string}
                             */
                            state: "waits" | "held" | "kept" | "erased" | "withdrawn";
                            /** @description Codes of what keeps it */
                            keptBy: string[];
                            holdReason: string | null;
                            endedAt: components["schemas"]["Instant"] | null;
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
    askErasureOf: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    /** @description The paper: from whom, of when, how it was made sure who it is */
                    reason: string;
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
                    "application/json": {
                        dueAt: components["schemas"]["Instant"];
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
    holdErasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
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
    releaseErasure: {
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
    withdrawErasureOf: {
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
    listHalts: {
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
                        items: {
                            /** @enum {string} */
                            kind: "freeze" | "deletion";
                            haltedAt: components["schemas"]["Instant"];
                            /** @description How many projects it would touch */
                            affected: number;
                            /** @description How many within an hour are done without being asked */
                            allowed: number;
                            /** @description What waits for a second person about it (AUD-03) */
                            proposal: components["schemas"]["Id"] | null;
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
    releaseHalt: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request does its work once and gets the same reply. */
                "Idempotency-Key"?: string;
            };
            path: {
                kind: "freeze" | "deletion";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    note: string;
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
                    "application/json": {
                        /** @description What a second person is to confirm (AUD-03); null: it is done */
                        proposal: components["schemas"]["Id"] | null;
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
    listInvariantRuns: {
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
                        items: components["schemas"]["InvariantRun"][];
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
    listInvariants: {
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
                        items: {
                            name: string;
                            meaning: components["schemas"]["Texts"];
                            /** @description the command that shows or mends what broke it */
                            help: string | null;
                            /** @description null: the last look did not know it yet, or there was none */
                            found: {
                                ms: number;
                                /** @description the first rows that break it */
                                rows: string[];
                            } | null;
                        }[];
                        last: components["schemas"]["InvariantRun"] | null;
                        job: components["schemas"]["Job"] | null;
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
    checkInvariants: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
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
    listJobs: {
        parameters: {
            query?: {
                show?: "all" | "open" | "parked";
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
    listMyWork: {
        parameters: {
            query?: {
                show?: "waiting" | "followed";
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
                            /** @example R-2026-000123 */
                            number: string;
                            /** @enum {string} */
                            kind: "accruals" | "deletion_time" | "foreign_phone" | "change_owner" | "last_papers" | "question";
                            kindTitle: components["schemas"]["Texts"];
                            title: string;
                            /** @enum {string} */
                            state: "new" | "in_work" | "waits_customer" | "answered" | "closed" | "withdrawn";
                            /** @enum {string} */
                            nextActor: "provider" | "customer" | "nobody";
                            /** @description Until when the provider answers, while it acts next */
                            dueAt: components["schemas"]["Instant"] | null;
                            overdue: boolean;
                            openedAt: components["schemas"]["Instant"];
                            changedAt: components["schemas"]["Instant"];
                            pid: components["schemas"]["Pid"] | null;
                            requester: string;
                            region: string;
                            regionName: components["schemas"]["Texts"];
                            /** @description Of the region: deadlines are shown in it (REG-07) */
                            timeZone: string;
                            /** @enum {string} */
                            department: "support" | "accounting" | "documents";
                            /** @description Whose it is; null: nobody's */
                            assignee: string | null;
                            assigneeName: string | null;
                            email: string;
                            /** @enum {string} */
                            source: "console" | "mail" | "staff";
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
    getOperations: {
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
                    "application/json": components["schemas"]["Operations"];
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
    listOutbox: {
        parameters: {
            query?: {
                show?: "waiting" | "parked" | "refused" | "given_up";
                destination?: string;
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
                        items: components["schemas"]["OutboxMessage"][];
                        /** @description null on the last page */
                        nextCursor: string | null;
                        /** @description where messages go */
                        destinations: string[];
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
    giveUpMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    why: string;
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
    retryMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    why: string;
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
    listPayers: {
        parameters: {
            query?: {
                /** @description Part of a name, a whole tax number or a PID */
                search?: string;
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
                            kind: "individual" | "sole_proprietor" | "legal_entity";
                            countryCode: string;
                            name: string;
                            inn: string | null;
                            registeredAt: components["schemas"]["Instant"] | null;
                            /** @description That of the payer's region: its days are of it (REG-07) */
                            timeZone: string;
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
    getPayer: {
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
                        id: components["schemas"]["Id"];
                        details: {
                            /** @enum {string} */
                            kind: "individual" | "sole_proprietor" | "legal_entity";
                            countryCode: string;
                            name: string;
                            fullName: string;
                            inn: string | null;
                            kpp: string | null;
                            ogrn: string | null;
                            address: string | null;
                            documentEmail: string | null;
                        };
                        registeredAt: components["schemas"]["Instant"] | null;
                        /** @description That of the payer's region: its days are of it (REG-07) */
                        timeZone: string;
                        pids: components["schemas"]["Pid"][];
                        contracts: {
                            id: components["schemas"]["Id"];
                            supplier: string;
                            /** @enum {string} */
                            type: "public_offer" | "individual";
                            /** @enum {string} */
                            paymentScheme: "prepaid" | "postpaid";
                            number: string | null;
                            /** @description the term that the contract was concluded with: days after the month of supply */
                            paymentDays: number | null;
                            /** @description how the term was changed since, the newest first */
                            terms: {
                                /** @description the first month of supply that it is for */
                                from: string;
                                paymentDays: number | null;
                                at: components["schemas"]["Instant"];
                                by: string;
                                note: string | null;
                            }[];
                            startsAt: components["schemas"]["Instant"];
                            endsAt: components["schemas"]["Instant"] | null;
                            /** @description What keeps its papers under this contract; none: ready */
                            problems: {
                                /** @description The field of the payer to mend; empty where no field can */
                                field: string;
                                code: string;
                                text: components["schemas"]["Texts"];
                            }[];
                        }[];
                        changes: {
                            id: components["schemas"]["Id"];
                            at: components["schemas"]["Instant"];
                            by: string;
                            note: string | null;
                            fields: {
                                field: string;
                                before: string | null;
                                after: string | null;
                            }[];
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
    changePayer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "individual" | "sole_proprietor" | "legal_entity";
                    /** @example KZ */
                    countryCode: string;
                    name: string;
                    fullName: string;
                    inn: string | null;
                    kpp: string | null;
                    ogrn: string | null;
                    address: string | null;
                    documentEmail: string | null;
                    /**
                     * @description The details are checked: papers may be issued (PYR-05)
                     * @default false
                     */
                    confirm?: boolean;
                    /** @description The newest change that was seen */
                    basedOn?: string | null;
                    note?: string;
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
                        id: components["schemas"]["Id"];
                        details: {
                            /** @enum {string} */
                            kind: "individual" | "sole_proprietor" | "legal_entity";
                            countryCode: string;
                            name: string;
                            fullName: string;
                            inn: string | null;
                            kpp: string | null;
                            ogrn: string | null;
                            address: string | null;
                            documentEmail: string | null;
                        };
                        registeredAt: components["schemas"]["Instant"] | null;
                        /** @description That of the payer's region: its days are of it (REG-07) */
                        timeZone: string;
                        pids: components["schemas"]["Pid"][];
                        contracts: {
                            id: components["schemas"]["Id"];
                            supplier: string;
                            /** @enum {string} */
                            type: "public_offer" | "individual";
                            /** @enum {string} */
                            paymentScheme: "prepaid" | "postpaid";
                            number: string | null;
                            /** @description the term that the contract was concluded with: days after the month of supply */
                            paymentDays: number | null;
                            /** @description how the term was changed since, the newest first */
                            terms: {
                                /** @description the first month of supply that it is for */
                                from: string;
                                paymentDays: number | null;
                                at: components["schemas"]["Instant"];
                                by: string;
                                note: string | null;
                            }[];
                            startsAt: components["schemas"]["Instant"];
                            endsAt: components["schemas"]["Instant"] | null;
                            /** @description What keeps its papers under this contract; none: ready */
                            problems: {
                                /** @description The field of the payer to mend; empty where no field can */
                                field: string;
                                code: string;
                                text: components["schemas"]["Texts"];
                            }[];
                        }[];
                        changes: {
                            id: components["schemas"]["Id"];
                            at: components["schemas"]["Instant"];
                            by: string;
                            note: string | null;
                            fields: {
                                field: string;
                                before: string | null;
                                after: string | null;
                            }[];
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
    changePaymentTerm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                contractId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Days after the month of supply; null: as the contract says on paper */
                    paymentDays: number | null;
                    note?: string;
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
                        id: components["schemas"]["Id"];
                        details: {
                            /** @enum {string} */
                            kind: "individual" | "sole_proprietor" | "legal_entity";
                            countryCode: string;
                            name: string;
                            fullName: string;
                            inn: string | null;
                            kpp: string | null;
                            ogrn: string | null;
                            address: string | null;
                            documentEmail: string | null;
                        };
                        registeredAt: components["schemas"]["Instant"] | null;
                        /** @description That of the payer's region: its days are of it (REG-07) */
                        timeZone: string;
                        pids: components["schemas"]["Pid"][];
                        contracts: {
                            id: components["schemas"]["Id"];
                            supplier: string;
                            /** @enum {string} */
                            type: "public_offer" | "individual";
                            /** @enum {string} */
                            paymentScheme: "prepaid" | "postpaid";
                            number: string | null;
                            /** @description the term that the contract was concluded with: days after the month of supply */
                            paymentDays: number | null;
                            /** @description how the term was changed since, the newest first */
                            terms: {
                                /** @description the first month of supply that it is for */
                                from: string;
                                paymentDays: number | null;
                                at: components["schemas"]["Instant"];
                                by: string;
                                note: string | null;
                            }[];
                            startsAt: components["schemas"]["Instant"];
                            endsAt: components["schemas"]["Instant"] | null;
                            /** @description What keeps its papers under this contract; none: ready */
                            problems: {
                                /** @description The field of the payer to mend; empty where no field can */
                                field: string;
                                code: string;
                                text: components["schemas"]["Texts"];
                            }[];
                        }[];
                        changes: {
                            id: components["schemas"]["Id"];
                            at: components["schemas"]["Instant"];
                            by: string;
                            note: string | null;
                            fields: {
                                field: string;
                                before: string | null;
                                after: string | null;
                            }[];
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
    listPeople: {
        parameters: {
            query: {
                /** @description Ids of users, comma-separated, at most a hundred */
                ids: string;
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
                            id: string;
                            name: string;
                            email: string;
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
    listOfficeProjects: {
        parameters: {
            query?: {
                /** @description A PID, part of a name, or the whole e-mail of an owner */
                search?: string;
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
                        items: components["schemas"]["OfficeProject"][];
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
    getOfficeProject: {
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
                    "application/json": components["schemas"]["OfficeProjectPage"];
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
    activateProjectByStaff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example +998901234567 */
                    phone: string;
                    /** @description Stays in the audit that the members read */
                    reason: string;
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
    conserveProjectByStaff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stays in the audit that the members read */
                    reason: string;
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
    deleteProjectByStaff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description The PID once more
                     * @example mcs1234567890
                     */
                    pid: string;
                    /** @description Stays in the audit that the members read */
                    reason: string;
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
    resumeProjectByStaff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Stays in the audit that the members read */
                    reason: string;
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
    listProposals: {
        parameters: {
            query?: {
                /** @description waiting: for somebody else than who proposed it, you among them; mine: open, your own */
                show?: "waiting" | "mine" | "decided" | "all";
                kind?: "assign_transfer" | "close_transfer" | "release_halt" | "take_statement" | "withdraw_statement";
                region?: string;
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
                            kind: "assign_transfer" | "close_transfer" | "release_halt" | "take_statement" | "withdraw_statement";
                            title: components["schemas"]["Texts"];
                            region: components["schemas"]["Texts"] | null;
                            /** @description Of the region: times are shown in it (REG-07); UTC without one */
                            timeZone: string;
                            amount: components["schemas"]["Money"] | null;
                            /** @description Why it takes two persons */
                            cause: components["schemas"]["Texts"];
                            /** @description Why it was proposed */
                            reason: string;
                            proposer: {
                                /** @description Null: nobody who signed in, the command line */
                                id: string | null;
                                name: string;
                            };
                            proposedAt: components["schemas"]["Instant"];
                            expiresAt: components["schemas"]["Instant"];
                            /** @enum {string} */
                            state: "open" | "done" | "refused" | "withdrawn" | "expired";
                            decider: {
                                /** @description Null: nobody who signed in, the command line */
                                id: string | null;
                                name: string;
                            } | null;
                            decidedAt: components["schemas"]["Instant"] | null;
                            /** @description What who decided said */
                            note: string | null;
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
    getProposal: {
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
                        id: components["schemas"]["Id"];
                        /** @enum {string} */
                        kind: "assign_transfer" | "close_transfer" | "release_halt" | "take_statement" | "withdraw_statement";
                        title: components["schemas"]["Texts"];
                        region: components["schemas"]["Texts"] | null;
                        /** @description Of the region: times are shown in it (REG-07); UTC without one */
                        timeZone: string;
                        amount: components["schemas"]["Money"] | null;
                        /** @description Why it takes two persons */
                        cause: components["schemas"]["Texts"];
                        /** @description Why it was proposed */
                        reason: string;
                        proposer: {
                            /** @description Null: nobody who signed in, the command line */
                            id: string | null;
                            name: string;
                        };
                        proposedAt: components["schemas"]["Instant"];
                        expiresAt: components["schemas"]["Instant"];
                        /** @enum {string} */
                        state: "open" | "done" | "refused" | "withdrawn" | "expired";
                        decider: {
                            /** @description Null: nobody who signed in, the command line */
                            id: string | null;
                            name: string;
                        } | null;
                        decidedAt: components["schemas"]["Instant"] | null;
                        /** @description What who decided said */
                        note: string | null;
                        facts: {
                            label: components["schemas"]["Texts"];
                            before: (components["schemas"]["Texts"] | components["schemas"]["Money"]) | null;
                            after: (components["schemas"]["Texts"] | components["schemas"]["Money"]) | null;
                        }[];
                        mayApprove: boolean;
                        mayRefuse: boolean;
                        mayWithdraw: boolean;
                        /** @description It came from the command line: you may stand for it */
                        mayAdopt: boolean;
                        /** @description Why you cannot confirm it, while it is open */
                        bar: components["schemas"]["Texts"] | null;
                        /** @description Why it could not be done as things are now */
                        obstacle: components["schemas"]["Texts"] | null;
                        /** @description How many others could confirm it; null: it is decided */
                        approvers: number | null;
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
    adoptProposal: {
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
    approveProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Of what is confirmed
                     * @enum {string}
                     */
                    kind: "assign_transfer" | "close_transfer" | "release_halt" | "take_statement" | "withdraw_statement";
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
    listProposedCredits: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                limit?: number;
            };
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
                        items: {
                            pid: components["schemas"]["Pid"];
                            name: string;
                            lines: number;
                            amount: components["schemas"]["Money"];
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
    readProposedFile: {
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
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
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
    refuseProposal: {
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
    withdrawProposal: {
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
                            /** @description Why it was dismissed */
                            note: string | null;
                            event: unknown;
                            /** @description It waits, and can be accepted by a decision */
                            releasable: boolean;
                            /** @description What was sent is kept byte by byte */
                            sent: boolean;
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
        requestBody: {
            content: {
                "application/json": {
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
    downloadQuarantined: {
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
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
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
    uploadOfficeRequestFile: {
        parameters: {
            query: {
                fileName: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
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
                        id: components["schemas"]["Id"];
                        name: string;
                        mediaType: string;
                        bytes: number;
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
    listOfficeRequests: {
        parameters: {
            query?: {
                show?: "queue" | "overdue" | "waits_customer" | "answered" | "closed" | "all";
                kind?: "accruals" | "deletion_time" | "foreign_phone" | "change_owner" | "last_papers" | "question";
                region?: string;
                department?: "support" | "accounting" | "documents";
                assignee?: "me" | "nobody";
                /** @description A number, an e-mail, a PID, or words of what was said */
                search?: string;
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
                            /** @example R-2026-000123 */
                            number: string;
                            /** @enum {string} */
                            kind: "accruals" | "deletion_time" | "foreign_phone" | "change_owner" | "last_papers" | "question";
                            kindTitle: components["schemas"]["Texts"];
                            title: string;
                            /** @enum {string} */
                            state: "new" | "in_work" | "waits_customer" | "answered" | "closed" | "withdrawn";
                            /** @enum {string} */
                            nextActor: "provider" | "customer" | "nobody";
                            /** @description Until when the provider answers, while it acts next */
                            dueAt: components["schemas"]["Instant"] | null;
                            overdue: boolean;
                            openedAt: components["schemas"]["Instant"];
                            changedAt: components["schemas"]["Instant"];
                            pid: components["schemas"]["Pid"] | null;
                            requester: string;
                            region: string;
                            regionName: components["schemas"]["Texts"];
                            /** @description Of the region: deadlines are shown in it (REG-07) */
                            timeZone: string;
                            /** @enum {string} */
                            department: "support" | "accounting" | "documents";
                            /** @description Whose it is; null: nobody's */
                            assignee: string | null;
                            assigneeName: string | null;
                            email: string;
                            /** @enum {string} */
                            source: "console" | "mail" | "staff";
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
    enterRequest: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key with the same request does its work once and gets the same reply. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    asked: {
                        /** @constant */
                        kind: "accruals";
                        fields: {
                            month: string;
                            service?: string;
                            amount?: string;
                        };
                    } | {
                        /** @constant */
                        kind: "deletion_time";
                        fields: {
                            objects: string;
                            wish?: string;
                        };
                    } | {
                        /** @constant */
                        kind: "foreign_phone";
                        fields: {
                            phone: string;
                            reason?: string;
                        };
                    } | {
                        /** @constant */
                        kind: "change_owner";
                        fields: {
                            /** Format: email */
                            newOwner: string;
                            circumstances: string;
                            position: string;
                            phone: string;
                        };
                    } | {
                        /** @constant */
                        kind: "last_papers";
                        fields: {
                            from: string;
                            to: string;
                        };
                    } | {
                        /** @constant */
                        kind: "question";
                        fields: {
                            topic: string;
                        };
                    };
                    text?: string;
                    files?: string[];
                    region: string;
                    pid?: string;
                    /** Format: email */
                    email: string;
                    /** @default  */
                    name?: string;
                    /**
                     * @default ru
                     * @enum {string}
                     */
                    language?: "ru" | "en";
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
    getOfficeRequest: {
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
                        id: components["schemas"]["Id"];
                        /** @example R-2026-000123 */
                        number: string;
                        /** @enum {string} */
                        kind: "accruals" | "deletion_time" | "foreign_phone" | "change_owner" | "last_papers" | "question";
                        kindTitle: components["schemas"]["Texts"];
                        title: string;
                        /** @enum {string} */
                        state: "new" | "in_work" | "waits_customer" | "answered" | "closed" | "withdrawn";
                        /** @enum {string} */
                        nextActor: "provider" | "customer" | "nobody";
                        /** @description Until when the provider answers, while it acts next */
                        dueAt: components["schemas"]["Instant"] | null;
                        overdue: boolean;
                        openedAt: components["schemas"]["Instant"];
                        changedAt: components["schemas"]["Instant"];
                        pid: components["schemas"]["Pid"] | null;
                        requester: string;
                        region: string;
                        regionName: components["schemas"]["Texts"];
                        /** @description Of the region: deadlines are shown in it (REG-07) */
                        timeZone: string;
                        /** @enum {string} */
                        department: "support" | "accounting" | "documents";
                        /** @description Whose it is; null: nobody's */
                        assignee: string | null;
                        assigneeName: string | null;
                        email: string;
                        /** @enum {string} */
                        source: "console" | "mail" | "staff";
                        version: number;
                        /** @enum {string} */
                        language: "ru" | "en";
                        /** @description Who pays for the project */
                        payer: {
                            id: components["schemas"]["Id"];
                            name: string;
                        } | null;
                        fields: {
                            name: string;
                            label: components["schemas"]["Texts"];
                            value: string;
                        }[];
                        messages: {
                            id: components["schemas"]["Id"];
                            /** @enum {string} */
                            author: "customer" | "staff" | "system";
                            authorName: string;
                            /** @enum {string} */
                            via: "console" | "mail";
                            text: string;
                            writtenAt: components["schemas"]["Instant"];
                            files: {
                                id: components["schemas"]["Id"];
                                name: string;
                                mediaType: string;
                                bytes: number;
                            }[];
                            internal: boolean;
                            mailFrom: string | null;
                        }[];
                        events: {
                            at: components["schemas"]["Instant"];
                            act: string;
                            /** @enum {string} */
                            by: "customer" | "staff" | "system";
                            byName: string;
                            from: ("new" | "in_work" | "waits_customer" | "answered" | "closed" | "withdrawn") | null;
                            /** @enum {string} */
                            to: "new" | "in_work" | "waits_customer" | "answered" | "closed" | "withdrawn";
                            details: {
                                [key: string]: string;
                            };
                        }[];
                        facts: {
                            takenAt: components["schemas"]["Instant"];
                            sections: {
                                title: components["schemas"]["Texts"];
                                rows: {
                                    label: components["schemas"]["Texts"];
                                    amount?: components["schemas"]["Amount"];
                                    currency?: string;
                                    at?: components["schemas"]["Instant"];
                                    text?: components["schemas"]["Texts"];
                                }[];
                            }[];
                        } | null;
                        templates: {
                            code: string;
                            title: components["schemas"]["Texts"];
                            text: string;
                        }[];
                        completion: {
                            label: components["schemas"]["Texts"];
                            doneAt: components["schemas"]["Instant"] | null;
                        } | null;
                        acts: ("take" | "ask" | "answer" | "complete" | "close" | "spam" | "reopen")[];
                        /** @description Whom it can be given to */
                        staff: {
                            id: string;
                            name: string;
                        }[];
                        /** @description Whether you keep an eye on it */
                        followed: boolean;
                        /** @description What who asked thinks of the answer */
                        rating: {
                            score: number;
                            comment: string | null;
                        } | null;
                        /** @description The case that goes on in its stead */
                        mergedInto: {
                            id: components["schemas"]["Id"];
                            number: string;
                            title: string;
                        } | null;
                        /** @description Cases that were joined to this one */
                        merged: {
                            id: components["schemas"]["Id"];
                            number: string;
                            title: string;
                        }[];
                        /** @description Open cases of the same customer that it can be joined to */
                        siblings: {
                            id: components["schemas"]["Id"];
                            number: string;
                            title: string;
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
    moveRequest: {
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
                    act: "take" | "complete" | "close" | "spam" | "reopen";
                    /** @description That was seen */
                    version: number;
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
                        /** @enum {string} */
                        state: "new" | "in_work" | "waits_customer" | "answered" | "closed" | "withdrawn";
                        version: number;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            410: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    assignRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    assignee: string | null;
                    /** @description That was seen */
                    version: number;
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
                        /** @enum {string} */
                        state: "new" | "in_work" | "waits_customer" | "answered" | "closed" | "withdrawn";
                        version: number;
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
    transferRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    department: "support" | "accounting" | "documents";
                    /** @description That was seen */
                    version: number;
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
                        /** @enum {string} */
                        state: "new" | "in_work" | "waits_customer" | "answered" | "closed" | "withdrawn";
                        version: number;
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
    getOfficeRequestFileAddress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                fileId: string;
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
                        url: string;
                        expiresAt: components["schemas"]["Instant"];
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
    followRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    follows: boolean;
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
    mergeRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    into: string;
                    /** @description That was seen */
                    version: number;
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
                        /** @enum {string} */
                        state: "new" | "in_work" | "waits_customer" | "answered" | "closed" | "withdrawn";
                        version: number;
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
    replyToRequest: {
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
                    act: "answer" | "ask" | "note";
                    text: string;
                    files?: string[];
                    /** @description That was seen */
                    version?: number;
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
                        /** @enum {string} */
                        state: "new" | "in_work" | "waits_customer" | "answered" | "closed" | "withdrawn";
                        version: number;
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
    attachRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    pid: string;
                    /** @description That was seen */
                    version: number;
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
                        /** @enum {string} */
                        state: "new" | "in_work" | "waits_customer" | "answered" | "closed" | "withdrawn";
                        version: number;
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
    listSampleStatements: {
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
                        items: {
                            region: string;
                            regionName: components["schemas"]["Texts"];
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
    getSampleStatement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                region: string;
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
                    "text/plain; charset=windows-1251": string;
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
    listSecurityEvents: {
        parameters: {
            query?: {
                kind?: "signed_in" | "sign_in_refused" | "sign_in_slowed" | "sign_in_unlocked" | "password_changed" | "password_refused" | "code_refused" | "passkey_refused" | "proved" | "unauthenticated" | "forbidden" | "not_found" | "slowed" | "staff_act" | "cli_act";
                actor?: string;
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
                            at: components["schemas"]["Instant"];
                            /** @enum {string} */
                            kind: "signed_in" | "sign_in_refused" | "sign_in_slowed" | "sign_in_unlocked" | "password_changed" | "password_refused" | "code_refused" | "passkey_refused" | "proved" | "unauthenticated" | "forbidden" | "not_found" | "slowed" | "staff_act" | "cli_act";
                            /** @description user:ID, token:ID, os:NAME of the command line, or anonymous */
                            actor: string;
                            address: string;
                            subject: string;
                            times: number;
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
    getSignIn: {
        parameters: {
            query: {
                email: string;
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
                        email: string;
                        name: string;
                        staff: boolean;
                        /** @description By staff; nothing opens that but staff */
                        blocked: boolean;
                        triesLeft: number;
                        /** @description When the next try from an unknown device is let through; null when one is now */
                        opensAt: components["schemas"]["Instant"] | null;
                        /** @description Whether a code is asked for beside the password */
                        secondFactor: boolean;
                        /** @description By which the user may sign in without the password, twenty at most */
                        passkeys: {
                            id: string;
                            name: string;
                            /** @description The domain that it belongs to: browsers offer it nowhere else */
                            site: string;
                            /** @description Kept by a service, and so on several devices */
                            synced: boolean;
                            createdAt: components["schemas"]["Instant"];
                            lastUsedAt: components["schemas"]["Instant"] | null;
                        }[];
                        sessions: {
                            id: string;
                            /** @description `Chrome/142 Windows`; empty when the program said nothing of itself */
                            device: string;
                            /** @description Of the network, as it was at the sign-in */
                            address: string;
                            startedAt: components["schemas"]["Instant"];
                            /** @description When it was used last, to the minute */
                            seenAt: components["schemas"]["Instant"];
                        }[];
                        /** @description Live API tokens that borrow the user's rights or that the user made, the newest first */
                        tokens: {
                            id: components["schemas"]["Id"];
                            name: string;
                            /** @description The project that it opens; null: whatever its user may */
                            pid: components["schemas"]["Pid"] | null;
                            createdAt: components["schemas"]["Instant"];
                            expiresAt: components["schemas"]["Instant"];
                            lastUsedAt: components["schemas"]["Instant"] | null;
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
    blockUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    /** @enum {string} */
                    reason: "owner_asked" | "account_stolen" | "terms_broken" | "staff_left" | "mistake";
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
    endSessionsOfUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    /** @enum {string} */
                    reason: "owner_asked" | "account_stolen" | "terms_broken" | "staff_left" | "mistake";
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
    resetSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    /** @enum {string} */
                    reason: "owner_asked" | "account_stolen" | "terms_broken" | "staff_left" | "mistake";
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
    revokeTokensOfUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    /** @enum {string} */
                    reason: "owner_asked" | "account_stolen" | "terms_broken" | "staff_left" | "mistake";
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
    unblockUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    /** @enum {string} */
                    reason: "owner_asked" | "account_stolen" | "terms_broken" | "staff_left" | "mistake";
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
    unlockSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    /**
                     * @description Recorded with who did it, as a security event
                     * @enum {string}
                     */
                    reason: "owner_asked" | "attack_ended" | "own_test";
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
    listSsoForStaff: {
        parameters: {
            query?: {
                show?: "waiting" | "all";
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
                            domain: string;
                            issuer: string;
                            clientId: string;
                            /** @enum {string} */
                            state: "claimed" | "proved" | "approved" | "refused" | "removed";
                            required: boolean;
                            pid: components["schemas"]["Pid"];
                            projectName: string;
                            claimedBy: {
                                name: string;
                                email: string;
                            };
                            /** @description How many users have an address of the domain */
                            people: number;
                            claimedAt: components["schemas"]["Instant"];
                            provedAt: components["schemas"]["Instant"] | null;
                            decidedBy: string | null;
                            decidedAt: components["schemas"]["Instant"] | null;
                            reason: string | null;
                            lastUsedAt: components["schemas"]["Instant"] | null;
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
    approveSso: {
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
    refuseSsoByStaff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
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
    removeSsoByStaff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
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
    listStaff: {
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
                        items: components["schemas"]["StaffMember"][];
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
    addStaff: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key with the same request does its work once and gets the same reply. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    /** @description Of who is not known yet */
                    name: string;
                    /** @enum {string} */
                    role: "document_clerk" | "accountant" | "support" | "partner_manager" | "operator";
                    /** @description Stays in the audit */
                    reason: string;
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
    changeStaffRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description null: of the staff no longer */
                    role: ("document_clerk" | "accountant" | "support" | "partner_manager" | "operator") | null;
                    /** @description Stays in the audit */
                    reason: string;
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
                            reason: "pid_missing" | "pid_ambiguous" | "project_unknown" | "project_deleted" | "wrong_currency" | "other_supplier" | "own_account_unknown" | "reversal" | "own_payment_returned" | "possible_duplicate";
                            ownAccount: string;
                            supplier: string | null;
                            payer: {
                                name: string | null;
                                inn: string | null;
                                account: string | null;
                            };
                            /** @description Another company's INN than that of the payer of `proposed` (PAY-13) */
                            otherPayer: boolean;
                            /** @description The project that the purpose names */
                            proposed: components["schemas"]["Pid"] | null;
                            documentNumber: string | null;
                            purpose: string;
                            fileId: components["schemas"]["Id"];
                            fileName: string;
                            /** @description The line it may be the same as (possible_duplicate) */
                            duplicateOf: components["schemas"]["Id"] | null;
                            waitsSince: components["schemas"]["Instant"];
                            /** @description What waits for a second person about it (AUD-03) */
                            proposal: components["schemas"]["Id"] | null;
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
    assignSuspenseTogether: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request does its work once and gets the same reply. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                    pid: components["schemas"]["Pid"];
                    note?: string;
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
                        /** @description What a second person is to confirm (AUD-03); null: it is done */
                        proposal: components["schemas"]["Id"] | null;
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
                        /** @description What a second person is to confirm (AUD-03); null: it is done */
                        proposal: components["schemas"]["Id"] | null;
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
    closeSuspenseTogether: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request does its work once and gets the same reply. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                    /** @enum {string} */
                    outcome: "returned" | "dismissed";
                    note: string;
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
                        /** @description What a second person is to confirm (AUD-03); null: it is done */
                        proposal: components["schemas"]["Id"] | null;
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
                        /** @description What a second person is to confirm (AUD-03); null: it is done */
                        proposal: components["schemas"]["Id"] | null;
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a second person is to confirm (AUD-03); null: it is done */
                        proposal: components["schemas"]["Id"] | null;
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
                        /** @description What a second person is to confirm (AUD-03); null: it is done */
                        proposal: components["schemas"]["Id"] | null;
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a second person is to confirm (AUD-03); null: it is done */
                        proposal: components["schemas"]["Id"] | null;
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
                        /** @description What a second person is to confirm (AUD-03); null: it is done */
                        proposal: components["schemas"]["Id"] | null;
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
    listTwoPersonLimits: {
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
                        items: {
                            region: string;
                            regionName: components["schemas"]["Texts"];
                            /** @enum {string} */
                            act: "assignment" | "return" | "withdrawal";
                            /** @description What one person does alone for one receiver within a day */
                            most: components["schemas"]["Money"];
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
    listUnpricedUsage: {
        parameters: {
            query?: {
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
                            pid: components["schemas"]["Pid"];
                            region: string;
                            /**
                             * Format: date
                             * @example 2026-10-31
                             */
                            day: string;
                            sku: string;
                            /** @description when it was noticed first */
                            since: components["schemas"]["Instant"];
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
    beginVisit: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key with the same request does its work once and gets the same reply. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    /** @description As the customer reads it */
                    reason: string;
                    /** @description Who needs longer says why once more */
                    minutes: number;
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
                        endsAt: components["schemas"]["Instant"];
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
    endVisit: {
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
    listWaitingDocuments: {
        parameters: {
            query?: {
                region?: string;
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
                            payer: {
                                id: components["schemas"]["Id"];
                                name: string;
                            };
                            region: string;
                            regionName: components["schemas"]["Texts"];
                            /** @description of the region */
                            timeZone: string;
                            /** @description in which it is booked */
                            month: string;
                            /** @description a code */
                            reason: string;
                            text: components["schemas"]["Texts"];
                            /** @description nobody has anything to do about it: it is no alarm */
                            quiet: boolean;
                            since: components["schemas"]["Instant"];
                            amount: components["schemas"]["Money"];
                            /** @description at most twenty */
                            pids: components["schemas"]["Pid"][];
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
    issueWaitingDocuments: {
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
    askPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    /** @enum {string} */
                    language: "ru" | "en";
                };
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
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
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    link: string;
                    password: string;
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
                        email: string;
                    };
                };
            };
            400: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            410: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    listOwnPaymentInvoices: {
        parameters: {
            query?: {
                /** @description PIDs separated by commas; all of yours when left out */
                projects?: string;
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
                            /** @description by its name of the day of issue: it may be somebody else's by now */
                            project: {
                                pid: components["schemas"]["Pid"];
                                name: string;
                            };
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
    createProject: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key with the same request does its work once and gets the same reply. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
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
                        pid: components["schemas"]["Pid"];
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
    renameProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
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
    listActsOfProject: {
        parameters: {
            query?: {
                /** @description The first day, in the zone of the region */
                from?: string;
                /** @description The last day */
                to?: string;
                by?: "member" | "staff" | "partner" | "token" | "system";
                class?: "money" | "rights" | "details" | "prices" | "documents";
                refused?: "true" | "false";
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
                        items: components["schemas"]["ProjectAct"][];
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
                            /** @description when the objects were deleted in this freeze (FRZ-02) */
                            objectsDeletedAt: components["schemas"]["Instant"] | null;
                        } | null;
                        runsOutAt: components["schemas"]["Instant"] | null;
                        /** @description when objects would be deleted if the project froze at runsOutAt and nothing were paid (FRZ-02) */
                        deletionWouldBeAt: components["schemas"]["Instant"] | null;
                        /** @description what a day costs, bonuses included */
                        burnPerDay: components["schemas"]["Money"];
                        /** @description how runsOutAt and burnPerDay are made */
                        forecastMethod: components["schemas"]["Texts"];
                        /** @description post-paid: what is to be paid for months that are over, the oldest first, and until when */
                        due: {
                            month: string;
                            amount: components["schemas"]["Money"];
                            until: string | null;
                            /** @description the day after `until`, once it has begun in the region and the month is not paid */
                            overdueSince: string | null;
                        }[];
                        /** @description post-paid: the contract's term, so many days after the month of supply; null where only its paper says */
                        paymentDays: number | null;
                        /** @description post-paid: what this month has come to and is not due yet */
                        accrued: components["schemas"]["Money"] | null;
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
    getChecklist: {
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
                        items: {
                            /** @enum {string} */
                            code: "registered" | "activated" | "paid" | "used" | "details" | "people";
                            done: boolean;
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
    conserveProject: {
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
    deleteProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description The PID once more
                     * @example mcs1234567890
                     */
                    pid: string;
                    /** @description The months of which papers are wanted; null: none */
                    papers: {
                        /** @example 2026-10 */
                        from: string;
                        /** @example 2026-10 */
                        to: string;
                    } | null;
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
    getProjectEnding: {
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
                        /** @enum {string} */
                        status: "active" | "conserved" | "deleted";
                        /** @description Objects that run and are charged for */
                        running: number;
                        /** @description Months of which papers may be wanted; null: its payer gets none */
                        months: {
                            /** @example 2026-10 */
                            from: string;
                            /** @example 2026-10 */
                            to: string;
                        } | null;
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
    getProjectHelp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: string;
                code: string;
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
                    "application/json": components["schemas"]["HelpAnswer"];
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
    inviteMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    /** @enum {string} */
                    role: "superadministrator" | "project_administrator" | "billing_administrator" | "user_administrator" | "viewer";
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
    withdrawInvitation: {
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
            410: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    resendInvitation: {
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
            410: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    leaveProject: {
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
    listMembers: {
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
                        items: {
                            id: components["schemas"]["Id"];
                            name: string;
                            email: string;
                            /** @enum {string} */
                            role: "owner" | "superadministrator" | "project_administrator" | "billing_administrator" | "user_administrator" | "viewer";
                            you: boolean;
                            /** @description Whether the caller may change the role and remove the member */
                            mayChange: boolean;
                        }[];
                        invitations: {
                            id: components["schemas"]["Id"];
                            email: string;
                            /** @enum {string} */
                            role: "superadministrator" | "project_administrator" | "billing_administrator" | "user_administrator" | "viewer";
                            invitedBy: string | null;
                            invitedAt: components["schemas"]["Instant"];
                            expiresAt: components["schemas"]["Instant"];
                            expired: boolean;
                            mayChange: boolean;
                        }[];
                        /** @description The roles that the caller gives and takes */
                        roles: ("superadministrator" | "project_administrator" | "billing_administrator" | "user_administrator" | "viewer")[];
                        ownerChange: {
                            memberId: components["schemas"]["Id"];
                            askedAt: components["schemas"]["Instant"];
                            expiresAt: components["schemas"]["Instant"];
                            expired: boolean;
                        } | null;
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
    changeRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    role: "superadministrator" | "project_administrator" | "billing_administrator" | "user_administrator" | "viewer";
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
    removeMember: {
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
    listNotificationAddresses: {
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
                        items: {
                            id: components["schemas"]["Id"];
                            email: string;
                            groups: ("money" | "documents")[];
                            addedAt: components["schemas"]["Instant"];
                            /** @description null: whoever has the mailbox did not agree yet */
                            confirmedAt: components["schemas"]["Instant"] | null;
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
    addNotificationAddress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    groups: ("money" | "documents")[];
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
    removeNotificationAddress: {
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
    getNotificationSettings: {
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
                        items: {
                            kind: string;
                            name: components["schemas"]["Texts"];
                            /** @enum {string} */
                            group: "money" | "documents" | "people" | "requests" | "operations" | "security";
                            /** @enum {string} */
                            severity: "info" | "warning" | "critical";
                            letter: boolean;
                            letterMutable: boolean;
                            console: boolean;
                            consoleMutable: boolean;
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
    chooseNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: string;
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    letter: boolean;
                    console: boolean;
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
    askOwnerChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    memberId: string;
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
    withdrawOwnerChange: {
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
            410: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
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
    uploadRequestFile: {
        parameters: {
            query: {
                fileName: string;
            };
            header?: never;
            path: {
                pid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
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
                        id: components["schemas"]["Id"];
                        name: string;
                        mediaType: string;
                        bytes: number;
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
    listRequestKinds: {
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
                        items: {
                            /** @enum {string} */
                            code: "accruals" | "deletion_time" | "foreign_phone" | "change_owner" | "last_papers" | "question";
                            title: components["schemas"]["Texts"];
                            question: components["schemas"]["Texts"];
                            hint: components["schemas"]["Texts"];
                            messageRequired: boolean;
                            /** @description Working hours of the region's calendar */
                            deadlineHours: number;
                            /** @description Whether your role may ask this */
                            allowed: boolean;
                            fields: {
                                name: string;
                                label: components["schemas"]["Texts"];
                                hint: components["schemas"]["Texts"] | null;
                                /** @enum {string} */
                                input: "text" | "lines" | "phone" | "email" | "month";
                                required: boolean;
                                most: number;
                            }[];
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
    listRequests: {
        parameters: {
            query?: {
                /** @description `mine`: what waits for the customer */
                show?: "all" | "open" | "mine" | "closed";
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
                            /** @example R-2026-000123 */
                            number: string;
                            /** @enum {string} */
                            kind: "accruals" | "deletion_time" | "foreign_phone" | "change_owner" | "last_papers" | "question";
                            kindTitle: components["schemas"]["Texts"];
                            title: string;
                            /** @enum {string} */
                            state: "new" | "in_work" | "waits_customer" | "answered" | "closed" | "withdrawn";
                            /** @enum {string} */
                            nextActor: "provider" | "customer" | "nobody";
                            /** @description Until when the provider answers, while it acts next */
                            dueAt: components["schemas"]["Instant"] | null;
                            overdue: boolean;
                            openedAt: components["schemas"]["Instant"];
                            changedAt: components["schemas"]["Instant"];
                            pid: components["schemas"]["Pid"] | null;
                            requester: string;
                            mine: boolean;
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
    openRequest: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request does its work once and gets the same reply. */
                "Idempotency-Key"?: string;
            };
            path: {
                pid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    asked: {
                        /** @constant */
                        kind: "accruals";
                        fields: {
                            month: string;
                            service?: string;
                            amount?: string;
                        };
                    } | {
                        /** @constant */
                        kind: "deletion_time";
                        fields: {
                            objects: string;
                            wish?: string;
                        };
                    } | {
                        /** @constant */
                        kind: "foreign_phone";
                        fields: {
                            phone: string;
                            reason?: string;
                        };
                    } | {
                        /** @constant */
                        kind: "change_owner";
                        fields: {
                            /** Format: email */
                            newOwner: string;
                            circumstances: string;
                            position: string;
                            phone: string;
                        };
                    } | {
                        /** @constant */
                        kind: "last_papers";
                        fields: {
                            from: string;
                            to: string;
                        };
                    } | {
                        /** @constant */
                        kind: "question";
                        fields: {
                            topic: string;
                        };
                    };
                    text?: string;
                    files?: string[];
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
                        dueAt: components["schemas"]["Instant"];
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
    resumeProject: {
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
    listSso: {
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
                        items: {
                            id: components["schemas"]["Id"];
                            domain: string;
                            issuer: string;
                            clientId: string;
                            /** @enum {string} */
                            defaultRole: "project_administrator" | "billing_administrator" | "user_administrator" | "viewer";
                            required: boolean;
                            /** @enum {string} */
                            state: "claimed" | "proved" | "approved" | "refused" | "removed";
                            /** @description The TXT record that proves the domain */
                            record: {
                                name: string;
                                value: string;
                            };
                            /** @description The path to which the provider sends browsers back, on the site in use */
                            callback: string;
                            claimedAt: components["schemas"]["Instant"];
                            provedAt: components["schemas"]["Instant"] | null;
                            decidedAt: components["schemas"]["Instant"] | null;
                            /** @description What staff said who refused or removed it */
                            reason: string | null;
                            lastUsedAt: components["schemas"]["Instant"] | null;
                        }[];
                        /** @description Host names at which people may come in */
                        sites: string[];
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
    claimSso: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    domain: string;
                    issuer: string;
                    clientId: string;
                    clientSecret: string;
                    /** @enum {string} */
                    defaultRole: "project_administrator" | "billing_administrator" | "user_administrator" | "viewer";
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
    removeSso: {
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
    changeSso: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    defaultRole?: "project_administrator" | "billing_administrator" | "user_administrator" | "viewer";
                    required?: boolean;
                    clientSecret?: string;
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
    checkSso: {
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
            502: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    listTokens: {
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
                        items: {
                            id: components["schemas"]["Id"];
                            name: string;
                            /** @description Whose rights it borrows; null: the project's own */
                            memberName: string | null;
                            issuedBy: string | null;
                            scopes: {
                                code: string;
                                text: components["schemas"]["Texts"];
                            }[];
                            createdAt: components["schemas"]["Instant"];
                            expiresAt: components["schemas"]["Instant"];
                            expired: boolean;
                            /** @description The hour in which it was used last */
                            lastUsedAt: components["schemas"]["Instant"] | null;
                        }[];
                        /** @description What a token of a project may be lent */
                        scopes: {
                            code: string;
                            text: components["schemas"]["Texts"];
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
    issueToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    scopes: string[];
                    days: number;
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
                        token: string;
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
    revokeToken: {
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
    askRegistration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    /** @enum {string} */
                    language: "ru" | "en";
                };
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
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
    completeRegistration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    link: string;
                    name: string;
                    password: string;
                    /** @enum {string} */
                    language: "ru" | "en";
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
                        email: string;
                        pid: components["schemas"]["Pid"];
                    };
                };
            };
            400: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            410: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    readRegistration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    link: string;
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
                        email: string;
                        region: {
                            code: string;
                            name: components["schemas"]["Texts"];
                            currency: string;
                            timeZone: string;
                            country: string;
                        };
                    };
                };
            };
            400: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            410: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    getRequest: {
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
                        id: components["schemas"]["Id"];
                        /** @example R-2026-000123 */
                        number: string;
                        /** @enum {string} */
                        kind: "accruals" | "deletion_time" | "foreign_phone" | "change_owner" | "last_papers" | "question";
                        kindTitle: components["schemas"]["Texts"];
                        title: string;
                        /** @enum {string} */
                        state: "new" | "in_work" | "waits_customer" | "answered" | "closed" | "withdrawn";
                        /** @enum {string} */
                        nextActor: "provider" | "customer" | "nobody";
                        /** @description Until when the provider answers, while it acts next */
                        dueAt: components["schemas"]["Instant"] | null;
                        overdue: boolean;
                        openedAt: components["schemas"]["Instant"];
                        changedAt: components["schemas"]["Instant"];
                        pid: components["schemas"]["Pid"] | null;
                        requester: string;
                        version: number;
                        fields: {
                            name: string;
                            label: components["schemas"]["Texts"];
                            value: string;
                        }[];
                        messages: {
                            id: components["schemas"]["Id"];
                            /** @enum {string} */
                            author: "customer" | "staff" | "system";
                            authorName: string;
                            /** @enum {string} */
                            via: "console" | "mail";
                            text: string;
                            writtenAt: components["schemas"]["Instant"];
                            files: {
                                id: components["schemas"]["Id"];
                                name: string;
                                mediaType: string;
                                bytes: number;
                            }[];
                        }[];
                        acts: ("write" | "confirm" | "withdraw")[];
                        /** @description What you thought of the answer */
                        rating: {
                            score: number;
                            comment: string | null;
                        } | null;
                        mayRate: boolean;
                        /** @description The request that goes on in its stead */
                        mergedInto: components["schemas"]["Id"] | null;
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
    actOnRequest: {
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
                    act: "confirm" | "withdraw";
                    version?: number;
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
                        /** @enum {string} */
                        state: "new" | "in_work" | "waits_customer" | "answered" | "closed" | "withdrawn";
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
    getRequestFileAddress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                fileId: string;
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
                        url: string;
                        expiresAt: components["schemas"]["Instant"];
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
    writeToRequest: {
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
                    text: string;
                    files?: string[];
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
                        /** @enum {string} */
                        state: "new" | "in_work" | "waits_customer" | "answered" | "closed" | "withdrawn";
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
    rateRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    score: number;
                    comment?: string;
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
    getSite: {
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
                        region: {
                            code: string;
                            name: components["schemas"]["Texts"];
                            currency: string;
                            timeZone: string;
                            country: string;
                        } | null;
                        others: {
                            region: {
                                code: string;
                                name: components["schemas"]["Texts"];
                                currency: string;
                                timeZone: string;
                                country: string;
                            };
                            url: string;
                        }[];
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
                from: string;
                to: string;
                /** @description PIDs separated by commas; all of yours when left out */
                projects?: string;
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
            413: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
}
