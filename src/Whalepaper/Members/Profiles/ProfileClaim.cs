using NodaTime;
using Whalepaper.Talks;

namespace Whalepaper.Members.Profiles;

/// <summary>"This is me": a member says that an archive profile is theirs, and the committee decides.</summary>
public sealed class ProfileClaim
{
    /// <summary>How many claims of one member wait at a time: few people gave talks under more names, and the desk is for everybody.</summary>
    public const int MostWaiting = 5;

    /// <summary>The longest word to the committee, or back from it, in UTF-16 units.</summary>
    public const int WordMaximum = 500;

    private ProfileClaim()
    {
    }

    /// <summary>Claims a profile.</summary>
    /// <param name="profile">The archive profile.</param>
    /// <param name="by">Who says it is theirs.</param>
    /// <param name="word">How the committee can tell; may be empty.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">The profile belongs to somebody already.</exception>
    public ProfileClaim(Member profile, Member by, string? word, Instant at)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(by);
        if (profile.ClaimedAt is not null || profile.MergedIntoId is not null || ReferenceEquals(profile, by))
            throw new InvalidOperationException("Only an archive profile that nobody has is claimed.");
        Profile = profile;
        By = by;
        Word = string.IsNullOrWhiteSpace(word) ? null : word.Trim();
        At = at;
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The archive profile's number.</summary>
    public int ProfileId { get; private set; }

    /// <summary>The archive profile; null where it was not loaded.</summary>
    public Member Profile { get; private set; } = null!;

    /// <summary>Who claims: their number.</summary>
    public int ById { get; private set; }

    /// <summary>Who claims; null where it was not loaded.</summary>
    public Member By { get; private set; } = null!;

    /// <summary>How the committee can tell.</summary>
    public string? Word { get; private set; }

    /// <summary>When it was made.</summary>
    public Instant At { get; private set; }

    /// <summary>How it ended; null while it waits.</summary>
    public ClaimEnd? End { get; private set; }

    /// <summary>When it ended.</summary>
    public Instant? EndedAt { get; private set; }

    /// <summary>Who ended it: a committee member, or who claimed; null if it lapsed.</summary>
    public int? EndedById { get; private set; }

    /// <summary>The committee's word to who claimed.</summary>
    public string? Answer { get; private set; }

    /// <summary>Counts changes: of two who decide at once, one is too late.</summary>
    public int Version { get; private set; }

    /// <summary>Grants it: what was credited to the archive profile is credited to who claimed.</summary>
    /// <param name="talks">All talks that the archive profile shares, with their presenters.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It was decided already, by whomever.</exception>
    public ProfileMerge Grant(IEnumerable<Talk> talks, Member by, Instant at)
    {
        ArgumentNullException.ThrowIfNull(by);
        EndAs(ClaimEnd.Granted, by.Id, at);
        return new ProfileMerge(Profile, By, talks, by, at);
    }

    /// <summary>Declines it, with a word.</summary>
    public void Decline(string? answer, Member by, Instant at)
    {
        ArgumentNullException.ThrowIfNull(by);
        EndAs(ClaimEnd.Declined, by.Id, at);
        Answer = string.IsNullOrWhiteSpace(answer) ? null : answer.Trim();
    }

    /// <summary>Takes it back.</summary>
    public void Withdraw(Instant at) => EndAs(ClaimEnd.Withdrawn, ById, at);

    /// <summary>Ends it undecided: the profile has an owner by now, or who claimed is gone.</summary>
    public void Lapse(Instant at) => EndAs(ClaimEnd.Lapsed, null, at);

    private void EndAs(ClaimEnd end, int? byId, Instant at)
    {
        if (End is not null)
            throw new InvalidOperationException("This claim was decided already.");
        End = end;
        EndedAt = at;
        EndedById = byId;
    }
}

/// <summary>How a claim ended.</summary>
public enum ClaimEnd
{
    /// <summary>The committee said yes.</summary>
    Granted = 1,

    /// <summary>The committee said no.</summary>
    Declined = 2,

    /// <summary>Who claimed took it back.</summary>
    Withdrawn = 3,

    /// <summary>There was nothing to decide any more.</summary>
    Lapsed = 4,
}
