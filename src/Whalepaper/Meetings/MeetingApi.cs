using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Api;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Topics;
using Whalepaper.Ui;

namespace Whalepaper.Meetings;

/// <summary>How a meeting stands to its weekly hour.</summary>
public enum MeetingState
{
    /// <summary>It takes place at the weekly hour.</summary>
    Planned,

    /// <summary>It takes place, moved away from the weekly hour.</summary>
    Moved,

    /// <summary>It does not take place.</summary>
    Cancelled,
}

/// <summary>One dated occurrence of a track's weekly hour.</summary>
/// <param name="Id">The number in its address; it never changes.</param>
/// <param name="Uid">The lasting name by which calendars know it.</param>
/// <param name="State">How it stands to its weekly hour.</param>
/// <param name="CancelledBecause">Why it was cancelled, for people.</param>
/// <param name="Topic">The topic's number.</param>
/// <param name="Track">The track's code.</param>
/// <param name="Theme">What the track reads about in the topic.</param>
/// <param name="StartsAt">When it begins, with the offset of the group's zone.</param>
/// <param name="EndsAt">When it ends, with the offset of the group's zone.</param>
/// <param name="Minutes">Its length in minutes.</param>
/// <param name="Zone">The tzdb zone of the times.</param>
/// <param name="Talks">What is shared at it.</param>
/// <param name="Links">Where to go on.</param>
public sealed record MeetingResource(
    int Id, string Uid, MeetingState State, string? CancelledBecause, int Topic, string Track, string? Theme, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Minutes,
    string Zone, IReadOnlyList<TalkOfMeetingResource> Talks, MeetingLinks Links);

/// <summary>A talk at a meeting.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="State">How far it is.</param>
/// <param name="Papers">What is shared, in order.</param>
/// <param name="Presenters">Who shares it, in order.</param>
public sealed record TalkOfMeetingResource(int Id, TalkState State, IReadOnlyList<PaperMention> Papers, IReadOnlyList<MemberMention> Presenters);

/// <summary>Where to go on from a meeting.</summary>
/// <param name="Self">This resource.</param>
/// <param name="Page">The page for people.</param>
/// <param name="Calendar">The meeting as iCalendar.</param>
public sealed record MeetingLinks(string Self, string Page, string Calendar);

/// <summary>The meetings for programs.</summary>
public static class MeetingApi
{
    private static readonly Filter<MeetingState?> state = Filters.OneOf<MeetingState>("state", "Only meetings that stand so.");

    private sealed record Line(
        int Id, string Uid, MeetingState State, string? CancelledBecause, int TopicId, int TrackId, Instant StartsAt, int Minutes, List<TalkOfMeetingResource> Talks);

    /// <summary>Adds the meetings.</summary>
    public static void MapMeetingsApi(this IEndpointRouteBuilder api)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapList("/meetings", ListAsync, [.. AskedLists.Filters, Filters.Presenter, state, Filters.From, Filters.To])
            .WithName("listMeetings").WithTags("Meetings").WithSummary("Meetings in order of time")
            .WithDescription("'from' and 'to' mean the day on which a meeting begins; a 'from' of today gives what is to come.");
        api.MapOne("/meetings/{id:int}", OneAsync).WithName("getMeeting").WithTags("Meetings").WithSummary("One meeting");
    }

    private static async Task<Ok<Listing<MeetingResource>>> ListAsync(
        Asked asked, HttpContext http, WhalepaperDb db, Masthead masthead, CancellationToken cancellation)
    {
        var meetings = db.Meetings.AsQueryable();
        if (await db.ListsAsync(asked, cancellation) is { } lists)
            meetings = meetings.Where(meeting => lists.Any(list => list.TopicId == meeting.TopicId && list.TrackId == meeting.TrackId));
        if (asked.Get(Filters.Presenter) is { } handle)
        {
            var talks = db.Talks.Living().Where(talk => talk.Presenters.Any(presenter => presenter.Member.Handle == handle));
            meetings = meetings.Where(meeting => talks.Any(talk => talk.MeetingId == meeting.Id));
        }

        meetings = asked.Get(state) switch
        {
            MeetingState.Cancelled => meetings.Where(meeting => meeting.CancelledAt != null),
            MeetingState.Moved => meetings.Where(meeting => meeting.CancelledAt == null && meeting.IsMoved),
            MeetingState.Planned => meetings.Where(meeting => meeting.CancelledAt == null && !meeting.IsMoved),
            _ => meetings,
        };
        if (asked.From(masthead.Zone) is { } from)
            meetings = meetings.Where(meeting => meeting.StartsAt >= from);
        if (asked.Until(masthead.Zone) is { } until)
            meetings = meetings.Where(meeting => meeting.StartsAt < until);
        var ordered = meetings.OrderBy(meeting => meeting.StartsAt).ThenBy(meeting => meeting.Id);
        var listing = await ordered.ListAsync(asked, page => ReadAsync(page, db, masthead, cancellation), cancellation);
        return http.ShowList(listing, ChangeTags.Meetings, ChangeTags.Talks, ChangeTags.Topics, ChangeTags.Papers, ChangeTags.Members);
    }

    private static async Task<Results<Ok<MeetingResource>, ProblemHttpResult>> OneAsync(
        int id, HttpContext http, WhalepaperDb db, Masthead masthead, CancellationToken cancellation)
    {
        var found = await ReadAsync(db.Meetings.Where(meeting => meeting.Id == id).OrderBy(meeting => meeting.Id), db, masthead, cancellation);
        return http.ShowOne(found.SingleOrDefault(), $"meeting {id}", ChangeTags.Meetings, ChangeTags.Talks, ChangeTags.Topics, ChangeTags.Papers, ChangeTags.Members);
    }

    private static async Task<List<MeetingResource>> ReadAsync(IQueryable<Meeting> page, WhalepaperDb db, Masthead masthead, CancellationToken cancellation)
    {
        var lines = await page.AsSplitQuery().Select(meeting => new Line(
            meeting.Id,
            meeting.Uid,
            meeting.CancelledAt != null ? MeetingState.Cancelled : meeting.IsMoved ? MeetingState.Moved : MeetingState.Planned,
            meeting.CancelledBecause,
            meeting.TopicId,
            meeting.TrackId,
            meeting.StartsAt,
            meeting.Minutes,
            meeting.Talks.Where(talk => talk.Papers.Any(paper => paper.ReleasedAt == null)).OrderBy(talk => talk.Id).Select(talk => new TalkOfMeetingResource(
                talk.Id,
                talk.State,
                talk.Papers.Where(paper => paper.ReleasedAt == null).OrderBy(paper => paper.Position).Select(paper => new PaperMention(paper.PaperId, paper.Paper.Title)).ToList(),
                talk.Presenters.OrderBy(presenter => presenter.Position).Select(presenter => new MemberMention(presenter.Member.Handle, presenter.Member.Name)).ToList()))
                .ToList()))
            .ToListAsync(cancellation);
        var places = await db.PlacesAsync(lines.Select(line => line.TopicId), cancellation);
        return lines.ConvertAll(line => Shown(line, places[(line.TopicId, line.TrackId)], masthead.Zone));
    }

    private static MeetingResource Shown(Line line, Place place, DateTimeZone zone)
    {
        var n = line.Id.ToString(CultureInfo.InvariantCulture);
        return new(
            line.Id, line.Uid, line.State, line.CancelledBecause, place.Topic, place.Track, place.Theme, line.StartsAt.In(zone),
            (line.StartsAt + Duration.FromMinutes(line.Minutes)).In(zone), line.Minutes, zone.Id, line.Talks,
            new MeetingLinks($"{ApiRoutes.Root}/meetings/{n}", $"/meetings/{n}", $"/meetings/{n}.ics"));
    }
}
