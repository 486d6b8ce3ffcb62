using System.Globalization;
using Microsoft.Extensions.Localization;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Talks;

/// <summary>
/// How often a member may do what others are told of at once: who claims and takes back in a loop, or offers, or names people and lets them go, would
/// fill their mailboxes. The committee is not counted; it arranges many talks in one go, and can write to everybody anyway.
/// </summary>
internal sealed class TellingThrottle(SharedCounts counts, IStringLocalizer<TalkTexts> words) : IAsyncDisposable
{
    /// <summary>So many in <see cref="Window"/>.</summary>
    public const int PerMember = 20;

    /// <summary>The time over which they are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private const int Segments = 5;

    private readonly Turnstile _members = new(counts, "telling.member", PerMember, Window, Segments);

    /// <summary>Counts what is about to be done.</summary>
    /// <param name="sent">What was sent.</param>
    /// <param name="http">The request of a member.</param>
    /// <param name="page">The page that holds the form.</param>
    /// <returns>The answer in its stead, where it was done too often (429); null where it may be done.</returns>
    public IResult? Stop(Submission sent, HttpContext http, string page)
    {
        ArgumentNullException.ThrowIfNull(sent);
        var who = http.Actor();
        if (who.MemberId is not { } member || who.May(Act.DoCommitteeWork))
            return null;
        if (_members.Admits(member.ToString(CultureInfo.InvariantCulture)))
            return null;
        sent.Refuse(Submission.Whole, words["TooOften"]);
        return sent.TooOften(http, page, Window / Segments);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _members.DisposeAsync();
}
