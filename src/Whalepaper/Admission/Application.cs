using System.Globalization;
using NodaTime;
using Whalepaper.Admission.Ballots;
using Whalepaper.Members;

namespace Whalepaper.Admission;

/// <summary>
/// Somebody's way into the inner group (入群申请), as one thing with a course: they apply, the committee takes them on as a candidate, they share a paper on
/// trial, are asked, and a ballot decides. A member has one that runs at most; the database holds that.
/// </summary>
public sealed partial class Application
{
    /// <summary>The longest answer of the committee, in UTF-16 units.</summary>
    public const int FeedbackMaximum = 4000;

    private readonly List<ApplicationStep> _course = [];

    private Application()
    {
    }

    /// <summary>Begins a draft.</summary>
    /// <param name="member">Who applies; of the open group.</param>
    /// <param name="at">When.</param>
    /// <param name="invitedById">Who of the committee asked them to: their database number; null if nobody did.</param>
    /// <exception cref="InvalidOperationException">They are not of the open group.</exception>
    public Application(Member member, Instant at, int? invitedById = null)
    {
        ArgumentNullException.ThrowIfNull(member);
        if (member.Standing is not Standing.Open)
            throw new InvalidOperationException("Only members of the open group apply.");
        (Member, MemberId, RunsFor, InvitedById, BegunAt) = (member, member.Id, member.Id, invitedById, at);
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>Who applies: their database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>Who applies.</summary>
    public Member Member { get; private set; } = null!;

    /// <summary>Who applies, while it runs; null once it ended. It is unique, and so nobody has two that run.</summary>
    public int? RunsFor { get; private set; }

    /// <summary>Who of the committee asked them to apply: their database number; null if nobody did.</summary>
    public int? InvitedById { get; private set; }

    /// <summary>How far it is.</summary>
    public ApplicationState State { get; private set; }

    /// <summary>When it was begun.</summary>
    public Instant BegunAt { get; private set; }

    /// <summary>When it was sent; null while it is a draft.</summary>
    public Instant? AppliedAt { get; private set; }

    /// <summary>Since when it is where it is: what waits longest stands first.</summary>
    public Instant StateSince { get; private set; }

    /// <summary>The tracks in which they want to take part, by database number.</summary>
    public List<int> TrackIds { get; private set; } = [];

    /// <summary>Why they want to join.</summary>
    public string? Why { get; private set; }

    /// <summary>The paper that they would share on trial.</summary>
    public string? PaperTitle { get; private set; }

    /// <summary>Where it is.</summary>
    public string? PaperLink { get; private set; }

    /// <summary>How many hours a week they have for it.</summary>
    public int? Hours { get; private set; }

    /// <summary>Whether they promise the time.</summary>
    public bool Promises { get; private set; }

    /// <summary>The trial talk's database number; null while none is planned.</summary>
    public int? TalkId { get; private set; }

    /// <summary>The ballot's database number, the newest if there were several; null while there was none.</summary>
    public int? BallotId { get; private set; }

    /// <summary>The ballot.</summary>
    public Ballot? Ballot { get; private set; }

    /// <summary>When it ended; null while it runs.</summary>
    public Instant? EndedAt { get; private set; }

    /// <summary>What the committee told them at the end, Markdown; null for nothing.</summary>
    public string? Feedback { get; private set; }

    /// <summary>From when on they may apply again; null where nothing stands against it.</summary>
    public Instant? RetryAt { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>What happened to it, in order; only what was loaded.</summary>
    public IReadOnlyList<ApplicationStep> Course => _course;

    /// <summary>How the audit log names an application.</summary>
    /// <param name="id">Its database number.</param>
    public static string SubjectOf(int id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether it has not ended.</summary>
    public bool Runs => State < ApplicationState.Promoted;

    /// <summary>What it answers.</summary>
    public ApplicationAnswers Answers => new(TrackIds, Why, PaperTitle, PaperLink, Hours, Promises);

    /// <summary>Writes down answers. A draft may have gaps, what was sent may not.</summary>
    /// <exception cref="InvalidOperationException">The committee has begun with it, or a gap in what was sent.</exception>
    public void Answer(ApplicationAnswers answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        if (State is not (ApplicationState.Draft or ApplicationState.Applied) || (State is ApplicationState.Applied && !answers.IsComplete))
            throw new InvalidOperationException("These answers stand.");
        (TrackIds, Why, PaperTitle, PaperLink, Hours, Promises) = ([.. answers.TrackIds.Distinct()], answers.Why, answers.PaperTitle, answers.PaperLink, answers.Hours, answers.Promises);
    }
}
