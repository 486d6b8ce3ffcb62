using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Topics;
using Whalepaper.Tracks;
using Xunit;

namespace Whalepaper.Tests.Meetings.Live;

/// <summary>Somebody at a meeting, with a program that acts in their name.</summary>
/// <param name="Id">Their database number.</param>
/// <param name="Key">The key of the program.</param>
internal sealed record Guest(int Id, string Key);

/// <summary>A meeting whose hour is now, with one talk, and many who come to it.</summary>
/// <param name="Meeting">The meeting's database number.</param>
/// <param name="Talk">The talk's.</param>
/// <param name="Host">An organizer, who holds the meeting.</param>
/// <param name="Presenter">Who shares the talk.</param>
/// <param name="Guests">Everybody else.</param>
internal sealed record FullRoom(int Meeting, int Talk, Guest Host, Guest Presenter, IReadOnlyList<Guest> Guests)
{
    /// <summary>How many parts a talk has.</summary>
    public const int Parts = 5;

    /// <summary>Founds a group for it, in an empty database.</summary>
    /// <param name="db">The data.</param>
    /// <param name="now">When the meeting begins.</param>
    /// <param name="guests">How many come.</param>
    public static async Task<FullRoom> FillAsync(WhalepaperDb db, Instant now, int guests)
    {
        var topic = new Topic(1);
        var list = topic.Include(new Track("nlp", "自然语言处理", 0));
        db.AddRange(new Group("鲸读会", "Asia/Shanghai", "zh-CN", now), topic);
        db.AddRange(Enumerable.Range(0, Parts).Select(n => new OutlinePart(n, $"Part {n}")));
        var members = Enumerable.Range(0, guests + 2).Select(n => Joined($"guest{n}", n == 0 ? Role.Organizer : Role.None, now)).ToList();
        db.AddRange(members.Select(member => new Account(member, $"{member.Handle}@people.example", now)
        {
            NormalizedEmail = $"{member.Handle}@people.example".ToUpperInvariant(),
            NormalizedUserName = $"{member.Handle}@people.example".ToUpperInvariant(),
        }));
        await db.SaveChangesAsync();
        var meeting = new Meeting(topic.Id, list.Track.Id, new LocalDate(2026, 11, 28), now, 90, now);
        db.Add(meeting);
        await db.SaveChangesAsync();
        var talk = new Talk(new ReadingListEntry(list, new Paper("Whales sing", null, PaperKind.Paper, now), 0, now), [members[1]], now, members[1]);
        talk.ScheduleAt(meeting, 0, now);
        db.Add(talk);
        var all = members.ConvertAll(member => new Guest(member.Id, $"wp_{SecretKey.Make()}"));
        db.AddRange(all.Select(guest => new ApiToken(guest.Id, "phone", SecretKey.Hash(guest.Key), TokenScope.Manage, now, null)));
        await db.SaveChangesAsync();
        return new FullRoom(meeting.Id, talk.Id, all[0], all[1], all[2..]);
    }

    /// <summary>Lets somebody do something in this meeting's room.</summary>
    /// <param name="to">The program that they ask.</param>
    /// <param name="who">Who does it.</param>
    /// <param name="method">How.</param>
    /// <param name="what">Behind the address of the meeting.</param>
    /// <param name="said">What they say.</param>
    public Task<(HttpStatusCode Status, string Text)> DoAsync(HttpClient to, Guest who, HttpMethod method, string what, object? said = null) => AskAsync(to, who, method, $"meetings/{Meeting}/{what}", said);

    /// <summary>Lets somebody vote for a question, or take that back.</summary>
    public static Task<(HttpStatusCode Status, string Text)> VoteAsync(HttpClient to, Guest who, int question, bool wants) => AskAsync(to, who, wants ? HttpMethod.Put : HttpMethod.Delete, $"questions/{question}/vote", null);

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpClient to, Guest who, HttpMethod method, string path, object? said)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}") { Content = JsonContent.Create(said ?? new { }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Key);
        using var answer = await to.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static Member Joined(string name, Role role, Instant now)
    {
        var member = new Member(name, name, now);
        member.Join(now);
        member.MoveTo(Standing.Inner, now);
        member.Appoint(role);
        return member;
    }
}
