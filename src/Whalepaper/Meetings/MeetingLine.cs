using NodaTime;
using Whalepaper.Members;
using Whalepaper.Talks;
using Whalepaper.Ui;

namespace Whalepaper.Meetings;

/// <summary>A meeting as lists and calendars show it.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="TopicId">The topic's database number.</param>
/// <param name="TrackId">The track's database number.</param>
/// <param name="StartsAt">When it begins.</param>
/// <param name="Minutes">Its length in minutes.</param>
/// <param name="IsMoved">Whether it stands away from its weekly hour.</param>
/// <param name="IsCancelled">Whether it does not take place.</param>
/// <param name="CancelledBecause">Why not.</param>
/// <param name="Talks">What is shared, without what was withdrawn.</param>
public sealed record MeetingLine(
    int Id, int TopicId, int TrackId, Instant StartsAt, int Minutes, bool IsMoved, bool IsCancelled, string? CancelledBecause, IReadOnlyList<TalkLineOfMeeting> Talks)
{
    /// <summary>When it ends.</summary>
    public Instant EndsAt => StartsAt + Duration.FromMinutes(Minutes);

    /// <summary>Its page.</summary>
    public string Href => $"/meetings/{Id}";

    /// <summary>What is shared, in one line; null while nobody has claimed anything.</summary>
    public string? Title => Talks.Count == 0 ? null : string.Join(" · ", Talks.SelectMany(talk => talk.Titles));

    /// <summary>Who shares, each once.</summary>
    public IReadOnlyList<PersonSign> Presenters => [.. Talks.SelectMany(talk => talk.Signs).Distinct()];
}

/// <summary>A talk within a <see cref="MeetingLine"/>.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="State">How far it is.</param>
/// <param name="Titles">The papers it covers.</param>
/// <param name="Presenters">Who shares it.</param>
public sealed record TalkLineOfMeeting(int Id, TalkState State, IReadOnlyList<string> Titles, IReadOnlyList<NameAndHandle> Presenters)
{
    /// <summary>The presenters as marks.</summary>
    public IEnumerable<PersonSign> Signs => Presenters.Select(person => MemberSigns.Sign(person.Name, person.Handle));
}

/// <summary>A person by name and address.</summary>
/// <param name="Name">The name as the group writes it.</param>
/// <param name="Handle">The name in addresses.</param>
public sealed record NameAndHandle(string Name, string Handle);
