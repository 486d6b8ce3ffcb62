namespace Whalepaper.Data;

/// <summary>What the ledger must learn of what happened before there was one; in the words that both engines share.</summary>
internal static class EarlierActs
{
    /// <summary>The statements, in order; once the ledger's table is there. A talk of which only an archive tells is no act that was recorded.</summary>
    public static readonly IReadOnlyList<string> Statements =
    [
        """
        INSERT INTO "LedgerEntries" ("MemberId", "Kind", "MeetingId", "TopicId", "TrackId", "At", "TalkId")
        SELECT presenter."MemberId", 1, talk."MeetingId", talk."TopicId", talk."TrackId", COALESCE(meeting."StartsAt", giving."RecordedAt"), talk."Id"
        FROM "Giving" AS giving
        JOIN "Talks" AS talk ON talk."Id" = giving."TalkId"
        JOIN "TalkPresenters" AS presenter ON presenter."TalkId" = talk."Id"
        LEFT JOIN "Meetings" AS meeting ON meeting."Id" = talk."MeetingId"
        WHERE giving."Source" = 1
        ORDER BY talk."Id", presenter."Position", presenter."MemberId"
        """,
    ];
}
