using Microsoft.EntityFrameworkCore;
using Whalepaper.Meetings.Attending;
using Whalepaper.Meetings.Live;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Whalepaper.Topics;
using Xunit;
using Session = Whalepaper.Tests.People.Session;

namespace Whalepaper.Tests.Meetings.Asking;

/// <summary>A house in whose meeting of tonight "inner" shares a talk too, and those who may do what there.</summary>
internal sealed class Hour : IAsyncDisposable
{
    private Hour(Household house) => House = house;

    public Household House { get; }

    public int Meeting => House.Season.Tonight.Id;

    /// <summary>Shared by "inner".</summary>
    public int Talk { get; private set; }

    public Session Presenter { get; private set; } = null!;

    public Session Host { get; private set; } = null!;

    public Session Listener { get; private set; } = null!;

    /// <summary>Another listener.</summary>
    public Session Other { get; private set; } = null!;

    public static async Task<Hour> ComeAsync(Engine engine)
    {
        var hour = new Hour(await Household.MoveInAsync(engine));
        (hour.Presenter, hour.Host, hour.Listener, hour.Other) =
            (await hour.House.SignInAsync("inner"), await hour.House.SignInAsync("committee"), await hour.House.SignInAsync("candidate"), await hour.House.SignInAsync("organizer"));
        await hour.House.Site.WithAsync(async db =>
        {
            // Another listener who holds nothing.
            (await db.Members.SingleAsync(m => m.Id == hour.House["organizer"])).Appoint(Whalepaper.Members.Role.None);
            var now = hour.House.Site.Clock.GetCurrentInstant();
            var list = await db.TopicTracks.Include(l => l.Topic).Include(l => l.Track).SingleAsync(l => l.Track.Code == "nlp" && l.Topic.Number == 5);
            var member = await db.Members.SingleAsync(m => m.Id == hour.House["inner"]);
            var talk = new Talk(new ReadingListEntry(list, new Paper("Whales sing", null, PaperKind.Paper, now), 50, now), [member], now, member);
            talk.ScheduleAt(await db.Meetings.SingleAsync(m => m.Id == hour.Meeting), 1, now);
            db.Add(talk);
            db.Add(new OutlinePart(1, "Code"));
            await db.SaveChangesAsync();
            hour.Talk = talk.Id;
        });
        return hour;
    }

    /// <summary>Lets the hour come, and opens the meeting.</summary>
    public Task OpenAsync()
    {
        House.Site.Clock.AdvanceMinutes(95);
        return House.Site.WithAsync(async db => await db.OpenAsync(await db.Meetings.SingleAsync(m => m.Id == Meeting), House["committee"], House.Site.Clock.GetCurrentInstant(), CancellationToken.None));
    }

    /// <summary>Records that the talk was given.</summary>
    public async Task GiveAsync() => Assert.Equal($"/talks/{Talk}?done=given", (await Host.SendAsync("POST", $"/talks/{Talk}/giving", ("partly", "no"))).Location);

    /// <summary>Notes that somebody was there.</summary>
    public Task AttendAsync(string place) => House.Site.WithAsync(async db =>
    {
        var meeting = await db.Meetings.SingleAsync(m => m.Id == Meeting);
        db.Add(Attendance.OnList(meeting, House[place], House["committee"], meeting.StartsAt));
        await db.SaveChangesAsync();
    });

    /// <summary>Asks, and gives the number of the question.</summary>
    public async Task<int> AskAsync(Session who, string text, string? key = null, string onBehalfOf = "", bool about = true)
    {
        var answer = await who.SendAsync("POST", $"/meetings/{Meeting}/questions", ("text", text), ("talk", about ? $"{Talk}" : ""), ("onBehalfOf", onBehalfOf), ("key", key ?? Whalepaper.Meetings.Asking.Question.NewKey()));
        Assert.StartsWith($"/meetings/{Meeting}?done=asked#question-", answer.Location, StringComparison.Ordinal);
        return int.Parse(answer.Location!.Split('-')[^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => House.DisposeAsync();
}
