using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;

namespace Whalepaper.Browser;

/// <summary>A meeting of a demonstration of its own, in a few minutes: two talks, somebody who stands by, and an open door.</summary>
/// <param name="Demo">The demonstration.</param>
/// <param name="Meeting">The meeting's number.</param>
/// <param name="First">The number of the talk that "inner" shares.</param>
/// <param name="Second">The number of the talk of somebody who will not come.</param>
internal sealed record RoomHour(OwnDemo Demo, int Meeting, int First, int Second)
{
    /// <summary>Who stands by.</summary>
    public const string Standby = "杨夕";

    private const string Missing = "CJ";

    /// <summary>Its page.</summary>
    public string Page => $"/meetings/{Meeting}";

    public static async Task<RoomHour> SetAsync(House house, Action<WebApplicationBuilder>? alter = null)
    {
        var demo = await house.ServeDemoAsync(alter);
        var (meeting, first, second) = await demo.WithAsync(db => SetAsync(db, demo.Now));
        return new RoomHour(demo, meeting, first, second);
    }

    /// <summary>Has its hour come.</summary>
    public Task BeginAsync() => Demo.WithAsync(async db =>
    {
        var (meeting, now) = (await db.Meetings.SingleAsync(m => m.Id == Meeting), Demo.Now);
        meeting.MoveTo(now - Duration.FromMinutes(1), meeting.Minutes, now);
        return await db.SaveChangesAsync();
    });

    /// <summary>Somebody of the demonstration, at the page of the meeting.</summary>
    public async Task<Visit> ComeAsync(House house, string who, string language, int width, bool dark = false, bool script = true)
    {
        var visit = await house.VisitAsync(Demo.Address, language, width, dark, script);
        await visit.EnterAsync(await Demo.LinkAsync(who));
        await visit.OpenAsync(Page);
        return visit;
    }

    private static async Task<(int Meeting, int First, int Second)> SetAsync(WhalepaperDb db, Instant now)
    {
        var members = await db.Members.ToDictionaryAsync(m => m.Name, StringComparer.Ordinal);
        var free = await db.Meetings.Where(m => m.StartsAt > now && m.Talks.Count == 0 && db.Tracks.Any(track => track.Id == m.TrackId && track.IsOpen)).OrderByDescending(m => m.StartsAt).FirstAsync();
        free.MoveTo(now + Duration.FromMinutes(10), free.Minutes, now);
        var entries = await db.Entries.Include(e => e.Paper).Include(e => e.List.Topic).Include(e => e.List.Track)
            .Where(e => e.TopicId == free.TopicId && e.TrackId == free.TrackId && !db.TalkPapers.Any(p => p.EntryId == e.Id && p.ReleasedAt == null)).OrderByDescending(e => e.Position).Take(2).ToListAsync();
        var talks = entries.Zip(["Stefan", Missing]).Select((pair, seat) =>
        {
            var talk = new Talk(pair.First, [members[pair.Second]], now, members[pair.Second]);
            talk.ScheduleAt(free, seat, now);
            return talk;
        }).ToList();
        db.AddRange(talks);
        db.Add(new Standby(free.Id, members[Standby], now));
        await db.SaveChangesAsync();
        return (free.Id, talks[0].Id, talks[1].Id);
    }
}

/// <summary>The pages around the meetings of a demonstration, for who holds them.</summary>
internal static class RoomPagesOf
{
    public static async Task<IReadOnlyList<string>> FindAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<WhalepaperDb>();
        var on = await db.Sessions.Where(session => session.EndedAt == null).Select(session => session.MeetingId).SingleAsync();
        var question = await db.Questions.Where(one => one.MeetingId == on).OrderBy(one => one.Id).Select(one => one.Id).FirstAsync();
        var held = await db.Minutes.OrderBy(minutes => minutes.MeetingId).Select(minutes => minutes.MeetingId).FirstAsync();
        var told = await db.Feedback.OrderByDescending(feedback => feedback.TalkId).Select(feedback => feedback.TalkId).Distinct().ToListAsync();
        return
        [
            $"/meetings/{on}", $"/meetings/{on}/code", $"/meetings/{on}/check-in", $"/meetings/{on}/attendance", $"/meetings/{on}/links", $"/meetings/{on}/minutes", $"/questions/{question}/answer",
            $"/meetings/{held}", $"/meetings/{held}/code", $"/meetings/{held}/attendance", $"/meetings/{held}/links", $"/meetings/{held}/minutes", $"/meetings/{held}/minutes/edit", $"/meetings/{held}/minutes/versions",
            .. told.Select(talk => $"/talks/{talk}/feedback"),
        ];
    }
}
