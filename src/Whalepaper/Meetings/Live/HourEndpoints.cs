using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Talks;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Meetings.Live;

/// <summary>What the host does with the hour, and how its parts are turned.</summary>
public static class HourEndpoints
{
    private static readonly Prepared<Func<WhalepaperDb, int, IAsyncEnumerable<Talk>>> talksAt = new(() => EF.CompileAsyncQuery((WhalepaperDb db, int meeting) =>
        db.Talks.AsNoTracking().Include(talk => talk.Presenters).Where(talk => talk.MeetingId == meeting)));

    private static readonly Prepared<Func<WhalepaperDb, int, CancellationToken, Task<bool>>> hasPart = new(() => EF.CompileAsyncQuery((WhalepaperDb db, int position, CancellationToken cancellation) =>
        db.OutlineParts.Any(part => part.Position == position)));

    /// <summary>Adds the commands.</summary>
    public static void MapHour(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/meetings/{id:int}/session", Act.TakePart, "openMeeting", "Open a meeting: the committee, and whoever shares something at it", OpenAsync);
        doors.Open("DELETE", "/meetings/{id:int}/session", Act.TakePart, "endMeeting", "End a meeting; what was spoken about is recorded as given", EndAsync);
        doors.Open("POST", "/meetings/{id:int}/session/reopening", Act.TakePart, "reopenMeeting", "Take the end of a meeting back, until half an hour after its hour; what it recorded as given goes on, until it ends anew", ReopenAsync);
        doors.Open("POST", "/meetings/{id:int}/session/extension", Act.TakePart, "extendMeeting", "Make a meeting longer", ExtendAsync);
        doors.Open("POST", "/meetings/{id:int}/session/code", Act.TakePart, "renewCheckInCode", "Take another check-in code", RenewAsync);
        doors.Open("PUT", "/meetings/{id:int}/session/place", Act.TakePart, "turnMeeting", "Turn to a part of a talk, to its questions, or to none", TurnAsync).ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<IResult> OpenAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<HourTexts> words)
    {
        if (await HourDoor.FindAsync(db, id, http, clock) is not { } door)
            return TypedResults.NotFound();
        if (!door.MayOpen)
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        if (door.Room.Session is null && !Session.CanOpen(door.Room.Meeting, now))
            sent.Refuse(Submission.Whole, words[door.Room.Meeting.CancelledAt is not null ? "Fault.Cancelled" : door.Room.Meeting.StartsAt > now ? "Fault.Early" : "Fault.Late"]);
        if (!sent.IsSound)
            return sent.Refused(http, door.Page);
        await db.OpenAsync(door.Room.Meeting, http.Actor().MemberId!.Value, now, http.RequestAborted);
        return sent.Done(door.Page);
    }

    private static async Task<IResult> EndAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<HourTexts> words)
    {
        if (await HourDoor.FindAsync(db, id, http, clock) is not { } door)
            return TypedResults.NotFound();
        if (!door.IsHost)
            return TypedResults.NotFound();
        if (door.Room.Session is not { } session)
        {
            sent.Refuse(Submission.Whole, words["Fault.NotOpen"]);
            return sent.Refused(http, door.Page);
        }

        var (now, me) = (clock.GetCurrentInstant(), http.Actor().MemberId!.Value);
        if (session.EndedAt is null)
        {
            session.End(me, now);
            await db.GiveSpokenAsync(session, me, http.RequestAborted);
        }

        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done(door.Page);
    }

    private static async Task<IResult> ReopenAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<HourTexts> words)
    {
        if (await HourDoor.FindAsync(db, id, http, clock) is not { } door)
            return TypedResults.NotFound();
        if (!door.IsHost)
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        if (door.Room.Session?.CanReopen(now) is not true)
        {
            sent.Refuse(Submission.Whole, words["Fault.Reopen"]);
            return sent.Refused(http, door.Page);
        }

        await db.TakeBackSpokenAsync(door.Room.Session, http.Actor().MemberId!.Value, now, http.RequestAborted);
        door.Room.Session.Reopen(now);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done(door.Page);
    }

    private static async Task<IResult> ExtendAsync(int id, Submission<ExtensionForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<HourTexts> words)
    {
        if (await HourDoor.FindAsync(db, id, http, clock) is not { } door)
            return TypedResults.NotFound();
        if (!door.IsHost)
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        if (!int.TryParse(sent.Form.Minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || minutes is < Session.LeastMore or > Session.MostMore)
            sent.Refuse(sent.IsJson ? "minutes" : Submission.Whole, words["Fault.Minutes", Session.LeastMore, Session.MostMore]);
        else if (door.Room.Session?.CanExtend(minutes) is false)
            sent.Refuse(sent.IsJson ? "minutes" : Submission.Whole, words["Fault.Long", Session.MostInAll]);
        if (!door.MustBeLive(sent, now, words))
            return sent.Refused(http, door.Page);
        door.Room.Session!.Extend(minutes, now);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done(door.Page);
    }

    private static async Task<IResult> RenewAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<HourTexts> words)
    {
        if (await HourDoor.FindAsync(db, id, http, clock) is not { } door)
            return TypedResults.NotFound();
        if (!door.IsHost)
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        if (!door.MustBeLive(sent, now, words))
            return sent.Refused(http, $"{door.Page}/code");
        door.Room.Session!.NewCode(now);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"{door.Page}/code");
    }

    private static async Task<IResult> TurnAsync(int id, Submission<PlaceForm> sent, HttpContext http, WhalepaperDb db, IClock clock, RoomThrottle throttle, IStringLocalizer<HourTexts> words)
    {
        if (await HourDoor.FindAsync(db, id, http, clock) is not { } door)
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        var talks = await TalksAsync(db, id, http.RequestAborted);
        var to = Talk(sent, talks, words);
        var part = await PartAsync(sent, to, db, words, http.RequestAborted);
        if (!door.MayTurn(http.Actor(), talks.Find(talk => talk.Id == door.Room.Session?.TalkId), to))
            return TypedResults.NotFound();
        if (!door.MustBeLive(sent, now, words))
            return sent.Refused(http, door.Page);
        if (throttle.Stop(sent, http, door.Page) is { } stopped)
            return stopped;
        door.Room.Session!.TurnTo(to, part, now);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done(door.Page);
    }

    private static async Task<List<Talk>> TalksAsync(WhalepaperDb db, int meetingId, CancellationToken cancellation)
    {
        var talks = new List<Talk>();
        await foreach (var talk in talksAt.For(db)(db, meetingId).WithCancellation(cancellation))
            talks.Add(talk);
        return talks;
    }

    private static Talk? Talk(Submission<PlaceForm> sent, List<Talk> talks, IStringLocalizer<HourTexts> words)
    {
        if (string.IsNullOrEmpty(sent.Form.Talk))
            return null;
        var found = int.TryParse(sent.Form.Talk, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? talks.Find(talk => talk.Id == number) : null;
        if (found is null)
            sent.Refuse(sent.IsJson ? "talk" : Submission.Whole, words["Fault.Talk"]);
        return found;
    }

    private static async Task<int?> PartAsync(Submission<PlaceForm> sent, Talk? talk, WhalepaperDb db, IStringLocalizer<HourTexts> words, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(sent.Form.Part))
            return null;
        if (int.TryParse(sent.Form.Part, NumberStyles.None, CultureInfo.InvariantCulture, out var part) && talk is not null && await hasPart.For(db)(db, part, cancellation))
            return part;
        sent.Refuse(sent.IsJson ? "part" : Submission.Whole, words["Fault.Part"]);
        return null;
    }
}

/// <summary>How much longer.</summary>
/// <param name="Minutes">From 5 to 60.</param>
public sealed record ExtensionForm(string? Minutes);

/// <summary>Where to turn.</summary>
/// <param name="Talk">The talk's number; nothing for none.</param>
/// <param name="Part">The part's place in the outline, from 0; nothing for the talk's questions.</param>
public sealed record PlaceForm([Unseen] string? Talk, [Unseen] string? Part);
