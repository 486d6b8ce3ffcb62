using System.Globalization;
using NodaTime;

namespace Whalepaper.Notices.Preferences;

/// <summary>What a digest is about: what came after one moment and until another, and in which rhythm it was asked for.</summary>
/// <param name="From">After when, to the millisecond.</param>
/// <param name="To">Until when, to the millisecond.</param>
/// <param name="Rhythm">The rhythm.</param>
public sealed record DigestSpan(Instant From, Instant To, DigestRhythm Rhythm)
{
    /// <summary>The kind of deliveries that are digests.</summary>
    public const string Kind = "digest";

    /// <summary>Reads what <see cref="ToString"/> wrote; null if it is something else.</summary>
    public static DigestSpan? Read(string? about) =>
        about?.Split('/') is [var from, var to, var rhythm]
        && long.TryParse(from, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var begin) && long.TryParse(to, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var end)
        && DigestChoice.Parse(rhythm) is { } known
            ? new DigestSpan(Instant.FromUnixTimeMilliseconds(begin), Instant.FromUnixTimeMilliseconds(end), known)
            : null;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From.ToUnixTimeMilliseconds()}/{To.ToUnixTimeMilliseconds()}/{DigestChoice.WordOf(Rhythm)}");
}
