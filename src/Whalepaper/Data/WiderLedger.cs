namespace Whalepaper.Data;

/// <summary>
/// Gives the ledger of a SQLite database two more sources. The engine changes no constraints, so the table is written anew; left to the framework, that takes
/// three transactions, and whoever is killed between them starts with half of it. Here all is one.
/// </summary>
internal static class WiderLedger
{
    /// <summary>What is done, in order.</summary>
    public static IReadOnlyList<string> Statements { get; } =
    [
        """ALTER TABLE "AwayDays" ADD "LeaveById" INTEGER NULL CONSTRAINT "FK_AwayDays_Members_LeaveById" REFERENCES "Members" ("Id") ON DELETE RESTRICT""",
        """CREATE INDEX "IX_AwayDays_LeaveById" ON "AwayDays" ("LeaveById")""",
        """
        CREATE TABLE "WiderLedger" (
            "Id" INTEGER NOT NULL CONSTRAINT "PK_LedgerEntries" PRIMARY KEY AUTOINCREMENT,
            "ApplicationId" INTEGER NULL,
            "At" INTEGER NOT NULL,
            "AttendanceId" INTEGER NULL,
            "FeedbackId" INTEGER NULL,
            "Kind" INTEGER NOT NULL,
            "ManualEntryId" INTEGER NULL,
            "MeetingId" INTEGER NULL,
            "MemberId" INTEGER NOT NULL,
            "QuestionId" INTEGER NULL,
            "TalkId" INTEGER NULL,
            "TopicId" INTEGER NOT NULL,
            "TrackId" INTEGER NOT NULL,
            CONSTRAINT "CK_LedgerEntries_OneSource" CHECK (
                "Kind" IN (1, 2, 3, 4, 5, 6, 7)
                AND ("Kind" IN (1, 2)) = ("TalkId" IS NOT NULL)
                AND ("Kind" = 3) = ("AttendanceId" IS NOT NULL)
                AND ("Kind" = 4) = ("QuestionId" IS NOT NULL)
                AND ("Kind" = 5) = ("FeedbackId" IS NOT NULL)
                AND ("Kind" = 6) = ("ApplicationId" IS NOT NULL)
                AND ("Kind" = 7) = ("ManualEntryId" IS NOT NULL)),
            CONSTRAINT "FK_LedgerEntries_Attendances_AttendanceId" FOREIGN KEY ("AttendanceId") REFERENCES "Attendances" ("Id") ON DELETE CASCADE,
            CONSTRAINT "FK_LedgerEntries_Feedback_FeedbackId" FOREIGN KEY ("FeedbackId") REFERENCES "Feedback" ("Id") ON DELETE CASCADE,
            CONSTRAINT "FK_LedgerEntries_Giving_TalkId" FOREIGN KEY ("TalkId") REFERENCES "Giving" ("TalkId") ON DELETE CASCADE,
            CONSTRAINT "FK_LedgerEntries_ManualEntries_ManualEntryId" FOREIGN KEY ("ManualEntryId") REFERENCES "ManualEntries" ("Id") ON DELETE CASCADE,
            CONSTRAINT "FK_LedgerEntries_Meetings_MeetingId" FOREIGN KEY ("MeetingId") REFERENCES "Meetings" ("Id") ON DELETE CASCADE,
            CONSTRAINT "FK_LedgerEntries_Members_MemberId" FOREIGN KEY ("MemberId") REFERENCES "Members" ("Id") ON DELETE RESTRICT,
            CONSTRAINT "FK_LedgerEntries_PanelSeats_ApplicationId_MemberId" FOREIGN KEY ("ApplicationId", "MemberId") REFERENCES "PanelSeats" ("ApplicationId", "MemberId") ON DELETE CASCADE,
            CONSTRAINT "FK_LedgerEntries_Questions_QuestionId" FOREIGN KEY ("QuestionId") REFERENCES "Questions" ("Id") ON DELETE CASCADE,
            CONSTRAINT "FK_LedgerEntries_TopicTracks_TopicId_TrackId" FOREIGN KEY ("TopicId", "TrackId") REFERENCES "TopicTracks" ("TopicId", "TrackId") ON DELETE RESTRICT
        )
        """,
        """
        INSERT INTO "WiderLedger" ("Id", "At", "AttendanceId", "FeedbackId", "Kind", "MeetingId", "MemberId", "QuestionId", "TalkId", "TopicId", "TrackId")
        SELECT "Id", "At", "AttendanceId", "FeedbackId", "Kind", "MeetingId", "MemberId", "QuestionId", "TalkId", "TopicId", "TrackId"
        FROM "LedgerEntries"
        """,
        "DROP TABLE \"LedgerEntries\"",
        "ALTER TABLE \"WiderLedger\" RENAME TO \"LedgerEntries\"",
        """CREATE UNIQUE INDEX "IX_LedgerEntries_ApplicationId_MemberId" ON "LedgerEntries" ("ApplicationId", "MemberId")""",
        """CREATE UNIQUE INDEX "IX_LedgerEntries_AttendanceId" ON "LedgerEntries" ("AttendanceId")""",
        """CREATE UNIQUE INDEX "IX_LedgerEntries_FeedbackId" ON "LedgerEntries" ("FeedbackId")""",
        """CREATE UNIQUE INDEX "IX_LedgerEntries_Kind_TalkId_MemberId" ON "LedgerEntries" ("Kind", "TalkId", "MemberId")""",
        """CREATE UNIQUE INDEX "IX_LedgerEntries_ManualEntryId" ON "LedgerEntries" ("ManualEntryId")""",
        """CREATE INDEX "IX_LedgerEntries_MeetingId" ON "LedgerEntries" ("MeetingId")""",
        """CREATE INDEX "IX_LedgerEntries_MemberId_TopicId_Kind" ON "LedgerEntries" ("MemberId", "TopicId", "Kind")""",
        """CREATE UNIQUE INDEX "IX_LedgerEntries_QuestionId" ON "LedgerEntries" ("QuestionId")""",
        """CREATE INDEX "IX_LedgerEntries_TalkId" ON "LedgerEntries" ("TalkId")""",
        """CREATE INDEX "IX_LedgerEntries_TopicId_TrackId" ON "LedgerEntries" ("TopicId", "TrackId")""",
    ];
}
