using System.Globalization;

namespace Whalepaper.Notices.Deliveries;

/// <summary>For whom something is: a member, wherever they can be reached by then; an address, where nobody is a member yet; or everybody in a chat.</summary>
/// <param name="Key">What tells recipients apart; it makes a delivery the only one of its occasion and channel.</param>
/// <param name="MemberId">The member's database number; null for others.</param>
/// <param name="Address">The e-mail address as it was typed; null for others.</param>
public sealed record Recipient(string Key, int? MemberId, string? Address)
{
    /// <summary>Everybody who reads along, in a chat.</summary>
    public static readonly Recipient Everybody = new("everybody", null, null);

    /// <summary>A member.</summary>
    /// <param name="id">The member's database number.</param>
    public static Recipient Member(int id) => new(string.Create(CultureInfo.InvariantCulture, $"member:{id}"), id, null);

    /// <summary>Whoever reads the mail of an address.</summary>
    /// <exception cref="ArgumentException">It is no single line.</exception>
    public static Recipient At(string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        return address.Any(char.IsControl) ? throw new ArgumentException("An address is one line.", nameof(address)) : new($"address:{KeyOf(address)}", null, address);
    }

    /// <summary>An address as it is compared, the same way as accounts are found by theirs.</summary>
    public static string KeyOf(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.Trim().Normalize().ToUpperInvariant();
    }
}
