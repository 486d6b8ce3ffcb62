namespace Whalepaper.Data;

/// <summary>What talks and papers of before must learn when their lives become longer; in the words that both engines share.</summary>
internal static class EarlierTalks
{
    /// <summary>The statements, in order; before talks are held to one seat each.</summary>
    public static readonly IReadOnlyList<string> Statements =
    [
        """UPDATE "Papers" SET "ListedAt" = "AddedAt" """,
        """UPDATE "Materials" SET "IsPublic" = TRUE""",
        """
        UPDATE "Talks" SET "State" = CASE
            WHEN "Id" IN (SELECT "TalkId" FROM "Giving") THEN 2
            WHEN "Id" IN (SELECT "TalkId" FROM "Confirmation") THEN 1
            ELSE 0 END
        """,
        """
        UPDATE "Talks" SET "Seat" = (SELECT COUNT(*) FROM "Talks" AS other WHERE other."MeetingId" = "Talks"."MeetingId" AND other."Id" < "Talks"."Id")
        WHERE "MeetingId" IS NOT NULL
        """,
        """INSERT INTO "TalkSteps" ("TalkId", "Kind", "At", "IsLate") SELECT "Id", 2, "ClaimedAt", FALSE FROM "Talks" WHERE "State" <> 2""",
    ];
}
