namespace Whalepaper.Data;

/// <summary>What rooms of meetings hold already when their rules become stricter; in the words that both engines share.</summary>
internal static class MendedRoom
{
    /// <summary>The statements, in order; once the columns are there, and before the index of questions is.</summary>
    public static readonly IReadOnlyList<string> Statements =
    [
        """
        UPDATE "Questions" SET "Ordinal" = (
            SELECT COUNT(*) FROM "Questions" AS earlier
            WHERE earlier."MeetingId" = "Questions"."MeetingId" AND earlier."AskedById" = "Questions"."AskedById" AND earlier."Id" <= "Questions"."Id")
        """,
        """
        UPDATE "Giving" SET "WasPartial" = "IsPartial" WHERE NOT EXISTS (SELECT 1 FROM "PartWords" AS word WHERE word."TalkId" = "Giving"."TalkId")
        """,

        // Questions and feedback count for who was there, and questions about no talk for nobody who shares something there.
        """
        DELETE FROM "LedgerEntries" WHERE "QuestionId" IN (
            SELECT question."Id" FROM "Questions" AS question
            WHERE NOT EXISTS (SELECT 1 FROM "Attendances" AS there WHERE there."MeetingId" = question."MeetingId" AND there."MemberId" = question."AskedById")
            OR (question."TalkId" IS NULL AND EXISTS (
                SELECT 1 FROM "TalkPresenters" AS presenter JOIN "Talks" AS talk ON talk."Id" = presenter."TalkId"
                WHERE talk."MeetingId" = question."MeetingId" AND presenter."MemberId" = question."AskedById")))
        """,
        """
        DELETE FROM "LedgerEntries" WHERE "FeedbackId" IN (
            SELECT feedback."Id" FROM "Feedback" AS feedback JOIN "Talks" AS talk ON talk."Id" = feedback."TalkId"
            WHERE NOT EXISTS (SELECT 1 FROM "Attendances" AS there WHERE there."MeetingId" = talk."MeetingId" AND there."MemberId" = feedback."MemberId"))
        """,
    ];
}
