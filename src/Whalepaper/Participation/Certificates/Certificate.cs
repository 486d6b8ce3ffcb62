using System.Security.Cryptography;
using NodaTime;
using Whalepaper.Meetings.Live;

namespace Whalepaper.Participation.Certificates;

/// <summary>
/// That a member took part in a topic, written down to be shown to others (证明). It keeps no facts, only their digest: whoever checks its code reads what the group knows now, and is told
/// whether that is still what it was.
/// </summary>
public sealed class Certificate
{
    /// <summary>How many signs a code has. With the signs of <see cref="CheckInCode"/> they make ten million million, and guesses are counted.</summary>
    public const int CodeLength = 10;

    private Certificate()
    {
    }

    /// <summary>Writes one down, with a code that nobody can foresee.</summary>
    /// <param name="memberId">Whose: their database number.</param>
    /// <param name="topicId">Of which topic: its database number.</param>
    /// <param name="digest">The digest of its facts: see <see cref="CertificateFacts.Digest"/>.</param>
    /// <param name="byId">Who makes it: their database number.</param>
    /// <param name="at">When.</param>
    public Certificate(int memberId, int topicId, string digest, int byId, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(digest);
        (MemberId, TopicId, Digest, MadeById, MadeAt) = (memberId, topicId, digest, byId, at);
        Code = RandomNumberGenerator.GetString(CheckInCode.Signs, CodeLength);
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The code by which others check it; unique.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Whose it is: their database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>The topic's database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>The digest of what it says. Member, topic and digest are unique together: the same said twice has one code.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>When it was made.</summary>
    public Instant MadeAt { get; private set; }

    /// <summary>Who made it: their database number.</summary>
    public int MadeById { get; private set; }

    /// <summary>The code as it is printed, in two halves.</summary>
    public string Printed => $"{Code[..(CodeLength / 2)]}-{Code[(CodeLength / 2)..]}";
}
