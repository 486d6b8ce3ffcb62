using NodaTime;
using Whalepaper.Members;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Topics;
using Whalepaper.Topics.Board;
using Whalepaper.Tracks;

namespace Whalepaper.Tests.Topics.Board;

/// <summary>Plans without a database, drawn at random: the same number draws the same one.</summary>
internal static class Sketch
{
    public static readonly Instant Now = Instant.FromUtc(2026, 11, 25, 12, 0);

    /// <summary>A member who does what an act asks to be signed with.</summary>
    public static readonly Member Planner = new("Planner", "planner", Now);

    /// <summary>Two tracks, some weeks, some papers, some people, and what they wish and cannot.</summary>
    public static BoardFacts Facts(int seed, int weeks = 3, int papers = 3, int people = 4, int capacity = 1, int most = 2)
    {
        var dice = new Random(seed);
        var meetings = new List<BoardMeeting>();
        for (var week = 0; week < weeks; week++)
        {
            foreach (var track in (int[])[1, 2])
            {
                // Both tracks meet on one evening of the week, at hours that overlap, touch or lie apart.
                var starts = Now + Duration.FromDays((7 * week) + 1) + Duration.FromMinutes(30 * dice.Next(track == 1 ? 1 : 7));
                var day = starts.InUtc().Date;
                meetings.Add(new BoardMeeting((10 * week) + track, track, day, day, starts, starts + Duration.FromMinutes(90), dice.Next(10) == 0));
            }
        }

        var entries = Enumerable.Range(1, 2 * papers).Select(n => new BoardEntry(n, (n % 2) + 1, 100 + n, $"Paper {n}", n)).ToList();
        var members = Enumerable.Range(1, people).Select(n => new BoardMember(n, $"Member {n}", $"member{n}", Standing.Inner, true, dice.Next(3) == 0 ? null : Now - Duration.FromDays(dice.Next(300)), dice.Next(2) == 0 ? [1] : [1, 2])).ToList();
        return new BoardFacts(1, 5, TopicState.Running, Now)
        {
            Capacity = capacity,
            Most = most,
            Tracks = [new BoardTrack(1, new Track("nlp", "NLP", 0)), new BoardTrack(2, new Track("cv", "CV", 1))],
            Meetings = [.. meetings.OrderBy(meeting => meeting.StartsAt).ThenBy(meeting => meeting.Id)],
            Entries = entries,
            Talks = Talks(dice, entries, meetings, people),
            Held = new HashSet<int>(),
            Members = members,
            Elsewhere = [.. members.Where(_ => dice.Next(3) == 0).Select(member => (member, Meeting: meetings[dice.Next(meetings.Count)])).Select(one => new Engagement(one.member.Id, 900, 9, one.Meeting.StartsAt, one.Meeting.EndsAt))],
            Away = [.. members.Where(_ => dice.Next(3) == 0).Select(member => (member, meetings[dice.Next(meetings.Count)].Day)).Select(one => new AwayDays(one.member.Id, one.Day, one.Day))],
            Wishes = [.. from entry in entries from member in members where dice.Next(3) == 0 select new BoardWish(entry.TrackId, entry.PaperId, member.Id, dice.Next(2) == 0, Now - Duration.FromHours(entry.Id + member.Id))],
        };
    }

    /// <summary>Everything that somebody may try, sensible or not.</summary>
    public static BoardMove Move(BoardPlan plan, Random dice) => dice.Next(7) switch
    {
        0 or 1 => plan.Place(Entry(plan, dice), plan.Facts.Meetings[dice.Next(plan.Facts.Meetings.Count)].Id, [1 + dice.Next(plan.Facts.Members.Count)], dice.Next(2) == 0 ? "It is meant" : null),
        2 => plan.Swap(Entry(plan, dice), Entry(plan, dice), null),
        3 => plan.Unplace(Entry(plan, dice)),
        4 => plan.Pin(Entry(plan, dice), dice.Next(3) > 0),
        5 => plan.Suggest(),
        _ => dice.Next(5) == 0 ? BoardActs.Discard(plan.Meant) : plan.Unplace(Entry(plan, dice)),
    };

    private static int Entry(BoardPlan plan, Random dice) => 1 + dice.Next(plan.Facts.Entries.Count);

    // One talk has a date, one has none yet.
    private static List<BoardTalk> Talks(Random dice, List<BoardEntry> entries, List<BoardMeeting> meetings, int people)
    {
        var talks = new List<BoardTalk>();
        if (dice.Next(2) == 0)
            talks.Add(new BoardTalk(501, entries[0].Id, meetings.Find(meeting => meeting.TrackId == entries[0].TrackId && !meeting.IsCancelled)?.Id, TalkState.Claimed, [1 + dice.Next(people)]));
        if (dice.Next(2) == 0)
            talks.Add(new BoardTalk(502, entries[1].Id, null, TalkState.Claimed, [1 + dice.Next(people)]));
        return talks;
    }
}
