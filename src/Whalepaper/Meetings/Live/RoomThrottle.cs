using System.Globalization;
using Microsoft.Extensions.Localization;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Meetings.Live;

/// <summary>How often a member may do what all who listen at a meeting are shown at once: who votes and takes it back in a loop would have the room set anew for everybody, all the time.</summary>
internal sealed class RoomThrottle(SharedCounts counts, IStringLocalizer<HourTexts> words) : IAsyncDisposable
{
    /// <summary>So many in <see cref="Window"/>.</summary>
    public const int PerMember = 60;

    /// <summary>The time over which they are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const int Segments = 6;

    private readonly Turnstile _members = new(counts, "room.member", PerMember, Window, Segments);

    /// <summary>Counts what is about to be done.</summary>
    /// <param name="sent">What was sent.</param>
    /// <param name="http">The request of a member.</param>
    /// <param name="page">The page that holds the form.</param>
    /// <returns>The answer in its stead, where it was done too often (429); null where it may be done.</returns>
    public IResult? Stop(Submission sent, HttpContext http, string page)
    {
        ArgumentNullException.ThrowIfNull(sent);
        if (http.Actor().MemberId is not { } member)
            return null;
        if (_members.Admits(member.ToString(CultureInfo.InvariantCulture)))
            return null;
        sent.Refuse(Submission.Whole, words["Fault.Acts"]);
        return sent.TooOften(http, page, Window / Segments);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _members.DisposeAsync();
}
