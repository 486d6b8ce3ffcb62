using NodaTime;

namespace Whalepaper.Members.Accounts;

/// <summary>The key in the address of a member's own calendar. A new one makes the old address stop.</summary>
public sealed class CalendarKey
{
    private CalendarKey()
    {
    }

    /// <summary>Makes the address.</summary>
    /// <param name="memberId">Whose calendar.</param>
    /// <param name="keyHash">The hash of the key in the address.</param>
    /// <param name="at">When.</param>
    public CalendarKey(int memberId, string keyHash, Instant at)
    {
        MemberId = memberId;
        Renew(keyHash, at);
    }

    /// <summary>Whose calendar.</summary>
    public int MemberId { get; private set; }

    /// <summary>The hash of the key in the address.</summary>
    public string KeyHash { get; private set; } = "";

    /// <summary>When the address was made.</summary>
    public Instant At { get; private set; }

    /// <summary>Takes another key in place of the old one.</summary>
    public void Renew(string keyHash, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(keyHash);
        KeyHash = keyHash;
        At = at;
    }
}
