using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;

namespace Whalepaper.Members;

/// <summary>The pages of members for search engines.</summary>
internal sealed class MemberPages : IPagesOfRoom
{
    public IReadOnlyList<string> Overviews { get; } = ["/members"];

    public IQueryable<PageOnMap> Things(WhalepaperDb db) => db.Members.Where(Actor.Visitor.ProfilesOpenTo()).Where(member => member.LeftAt == null).OrderBy(member => member.Id)
        .Select(member => new { member.Handle, member.KnownSince, SharedAt = db.TalkPresenters.Where(presenter => presenter.MemberId == member.Id).Join(db.Talks, presenter => presenter.TalkId, talk => talk.Id, (_, talk) => (Instant?)talk.ClaimedAt).Max() })
        .Select(member => new PageOnMap("/members/" + Uri.EscapeDataString(member.Handle), PageOnMap.Later(member.KnownSince, member.SharedAt)));
}
