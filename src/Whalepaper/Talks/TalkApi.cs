using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Api;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Files;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Papers;
using Whalepaper.Topics;
using Whalepaper.Ui;

namespace Whalepaper.Talks;

/// <summary>Somebody sharing a paper, or several.</summary>
/// <param name="Id">The number in its address; it never changes.</param>
/// <param name="State">How far it is.</param>
/// <param name="Topic">The topic's number.</param>
/// <param name="Track">The track's code.</param>
/// <param name="Theme">What the track reads about in the topic.</param>
/// <param name="Papers">What is shared, in order.</param>
/// <param name="Presenters">Who shares it, in order.</param>
/// <param name="Meeting">When; null while no date is set.</param>
/// <param name="Materials">Slides, notes, code and recordings.</param>
/// <param name="Zone">The tzdb zone of the times.</param>
/// <param name="Links">Where to go on.</param>
public sealed record TalkResource(
    int Id, TalkState State, int Topic, string Track, string? Theme, IReadOnlyList<PaperMention> Papers, IReadOnlyList<MemberMention> Presenters,
    MeetingOfTalk? Meeting, IReadOnlyList<MaterialResource> Materials, string Zone, TalkLinks Links);

/// <summary>The meeting of a talk.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="StartsAt">When it begins, with the offset of the group's zone.</param>
/// <param name="EndsAt">When it ends.</param>
/// <param name="Cancelled">Whether it does not take place.</param>
public sealed record MeetingOfTalk(int Id, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool Cancelled);

/// <summary>Something that lies beside a talk.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="Kind">What sort of thing it is.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Link">Where it is: an address elsewhere, or for a file a path of the site; null if what was written down is no safe address.</param>
/// <param name="Public">Whether everybody may see it; what may not be seen by whoever asks is not among the materials.</param>
/// <param name="File">The file; null for a link.</param>
public sealed record MaterialResource(int Id, MaterialKind Kind, string Title, string? Link, bool Public, FileResource? File);

/// <summary>A file that lies beside a talk.</summary>
/// <param name="Name">The name under which it is saved.</param>
/// <param name="Type">Its media type, as its content says.</param>
/// <param name="Bytes">How many bytes it has.</param>
public sealed record FileResource(string Name, string Type, long Bytes);

/// <summary>Where to go on from a talk.</summary>
/// <param name="Self">This resource.</param>
/// <param name="Page">The page for people.</param>
/// <param name="Meeting">Its meeting; null while no date is set.</param>
public sealed record TalkLinks(string Self, string Page, string? Meeting);

/// <summary>The talks for programs. What was withdrawn is not among them.</summary>
public static class TalkApi
{
    private static readonly Filter<TalkState?> state = Filters.OneOf<TalkState>("state", "Only talks that are as far as this.");

    private sealed record Line(
        int Id, TalkState State, int TopicId, int TrackId, List<PaperMention> Papers, List<MemberMention> Presenters, int? MeetingId, Instant? StartsAt, int? Minutes,
        bool? Cancelled, List<MaterialLine> Materials);

    /// <summary>Adds the talks.</summary>
    public static void MapTalksApi(this IEndpointRouteBuilder api)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapList("/talks", ListAsync, [.. AskedLists.Filters, Filters.Presenter, state, Filters.From, Filters.To])
            .WithName("listTalks").WithTags("Talks").WithSummary("Talks, in the order in which they were claimed")
            .WithDescription("'from' and 'to' mean the day of the talk's meeting; a talk without a date has none.");
        api.MapOne("/talks/{id:int}", OneAsync).WithName("getTalk").WithTags("Talks").WithSummary("One talk");
    }

    private static async Task<Ok<Listing<TalkResource>>> ListAsync(
        Asked asked, HttpContext http, WhalepaperDb db, Masthead masthead, CancellationToken cancellation)
    {
        var talks = db.Talks.Living();
        if (await db.ListsAsync(asked, cancellation) is { } lists)
            talks = talks.Where(talk => lists.Any(list => list.TopicId == talk.TopicId && list.TrackId == talk.TrackId));
        if (asked.Get(Filters.Presenter) is { } handle)
            talks = talks.Where(talk => talk.Presenters.Any(presenter => presenter.Member.Handle == handle));
        if (asked.Get(state) is { } stands)
            talks = talks.InState(stands);
        if (asked.From(masthead.Zone) is { } from)
            talks = talks.Where(talk => talk.Meeting != null && talk.Meeting.StartsAt >= from);
        if (asked.Until(masthead.Zone) is { } until)
            talks = talks.Where(talk => talk.Meeting != null && talk.Meeting.StartsAt < until);
        var listing = await talks.OrderBy(talk => talk.Id).ListAsync(asked, page => ReadAsync(page, http.Actor(), db, masthead, cancellation), cancellation);
        return http.ShowList(listing, ChangeTags.Talks, ChangeTags.Meetings, ChangeTags.Topics, ChangeTags.Papers, ChangeTags.Members);
    }

    private static async Task<Results<Ok<TalkResource>, ProblemHttpResult>> OneAsync(
        int id, HttpContext http, WhalepaperDb db, Masthead masthead, CancellationToken cancellation)
    {
        var found = await ReadAsync(db.Talks.Living().Where(talk => talk.Id == id).OrderBy(talk => talk.Id), http.Actor(), db, masthead, cancellation);
        return http.ShowOne(found.SingleOrDefault(), $"talk {id}", ChangeTags.Talks, ChangeTags.Meetings, ChangeTags.Topics, ChangeTags.Papers, ChangeTags.Members);
    }

    private static async Task<List<TalkResource>> ReadAsync(IQueryable<Talk> page, Actor who, WhalepaperDb db, Masthead masthead, CancellationToken cancellation)
    {
        var open = who.MaterialsOpenTo();
        var lines = await page.AsSplitQuery().Select(talk => new Line(
            talk.Id,
            talk.State,
            talk.TopicId,
            talk.TrackId,
            talk.Papers.Where(paper => paper.ReleasedAt == null).OrderBy(paper => paper.Position).Select(paper => new PaperMention(paper.PaperId, paper.Paper.Title)).ToList(),
            talk.Presenters.OrderBy(presenter => presenter.Position).Select(presenter => new MemberMention(presenter.Member.Handle, presenter.Member.Name)).ToList(),
            talk.MeetingId,
            talk.Meeting == null ? null : (Instant?)talk.Meeting.StartsAt,
            talk.Meeting == null ? null : (int?)talk.Meeting.Minutes,
            talk.Meeting == null ? null : (bool?)(talk.Meeting.CancelledAt != null),
            talk.Materials.AsQueryable().Where(open).OrderBy(material => material.Position).Select(MaterialLine.Of).ToList()))
            .ToListAsync(cancellation);
        var places = await db.PlacesAsync(lines.Select(line => line.TopicId), cancellation);
        var linkBase = await db.Groups.Select(group => group.LinkBase).SingleOrDefaultAsync(cancellation);
        return lines.ConvertAll(line => Shown(line, places[(line.TopicId, line.TrackId)], linkBase, masthead));
    }

    private static TalkResource Shown(Line line, Place place, string? linkBase, Masthead masthead) => new(
        line.Id, line.State, place.Topic, place.Track, place.Theme, line.Papers, line.Presenters, Meeting(line, masthead.Zone),
        line.Materials.ConvertAll(material => Shown(material, linkBase)), masthead.Zone.Id, Links(line));

    private static MaterialResource Shown(MaterialLine material, string? linkBase) => new(
        material.Id, material.Kind, material.Title, material.FileHref ?? SafeLink.Resolve(material.Link, linkBase), material.IsPublic,
        material.File is { } file ? new FileResource(file.Name, file.Sort.MediaType(), file.Length) : null);

    private static MeetingOfTalk? Meeting(Line line, DateTimeZone zone) => line is { MeetingId: { } id, StartsAt: { } at, Minutes: { } minutes }
        ? new MeetingOfTalk(id, at.In(zone), (at + Duration.FromMinutes(minutes)).In(zone), line.Cancelled is true)
        : null;

    private static TalkLinks Links(Line line)
    {
        var n = line.Id.ToString(CultureInfo.InvariantCulture);
        return new($"{ApiRoutes.Root}/talks/{n}", $"/talks/{n}", line.MeetingId is { } meeting ? string.Create(CultureInfo.InvariantCulture, $"{ApiRoutes.Root}/meetings/{meeting}") : null);
    }
}
