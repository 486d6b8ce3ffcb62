using NodaTime;
using Whalepaper.Members;
using Whalepaper.Notices.Board;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>What may become of a notice, and what may not.</summary>
public sealed class NoticeLifeTests
{
    private const int Writer = 1;
    private const int Other = 2;

    private static readonly Instant now = Instant.FromUtc(2026, 11, 28, 12, 0);
    private static readonly Audience everybody = new(AudienceWords.Group, null, null, []);

    [Fact]
    public void It_is_out_at_once_or_waits_for_its_hour()
    {
        var soon = Make();
        soon.Send(Writer, needsReview: false, now);
        Assert.Equal((NoticeState.Published, now), (soon.State, soon.PublishedAt));

        var later = Make(now + Duration.FromHours(1));
        later.Send(Writer, needsReview: false, now);
        Assert.Equal((NoticeState.Scheduled, (Instant?)null), (later.State, later.PublishedAt));
        Assert.Throws<InvalidOperationException>(() => later.Publish(now + Duration.FromMinutes(59)));
        later.Publish(now + Duration.FromHours(1));
        Assert.Equal(NoticeState.Published, later.State);
        Assert.Throws<InvalidOperationException>(() => later.Publish(now + Duration.FromHours(2)));
        Assert.Throws<InvalidOperationException>(() => later.Send(Writer, needsReview: false, now));
    }

    [Fact]
    public void A_second_pair_of_eyes_is_somebody_elses()
    {
        var notice = Make();
        notice.Send(Writer, needsReview: true, now);
        Assert.Equal(NoticeState.Review, notice.State);
        Assert.False(notice.MayBeApprovedBy(Writer));
        Assert.Throws<InvalidOperationException>(() => notice.Approve(Writer, now));
        // Whoever changes it is its writer too, and it must be sent again.
        notice.Change("Other", "Text", everybody, new NoticeWay(false, false, true, null), Other, now);
        Assert.Equal((NoticeState.Draft, (int?)null), (notice.State, notice.AskedById));
        notice.Send(Writer, needsReview: true, now);
        Assert.False(notice.MayBeApprovedBy(Other));
        notice.Approve(3, now);
        Assert.Equal((NoticeState.Published, 3), (notice.State, notice.ApprovedById));
        Assert.Throws<InvalidOperationException>(() => notice.Approve(4, now));
    }

    [Fact]
    public void It_is_taken_back_whenever_it_is_on_its_way_or_out()
    {
        Assert.Throws<InvalidOperationException>(() => Make().Cancel(Writer, now));
        var notice = Make();
        notice.Send(Writer, needsReview: false, now);
        notice.SuggestEdit("Other", "Text", Writer, now);
        notice.Cancel(Other, now);
        Assert.Equal((NoticeState.Cancelled, Other, false), (notice.State, notice.CancelledById, notice.EditWaits));
        Assert.Throws<InvalidOperationException>(() => notice.Cancel(Writer, now));
        Assert.False(notice.CanDelete);
        Assert.Throws<InvalidOperationException>(() => notice.Change("A", "B", everybody, new NoticeWay(false, false, true, null), Writer, now));
        Assert.Throws<InvalidOperationException>(() => notice.Edit("A", "B", Writer, now));
        Assert.Throws<InvalidOperationException>(() => notice.Pin(true, Writer, now));
        var waiting = Make(now + Duration.FromHours(1));
        waiting.Send(Writer, needsReview: false, now);
        waiting.Cancel(Writer, now);
        Assert.True(waiting.CanDelete);
    }

    [Fact]
    public void What_it_said_before_is_kept()
    {
        var notice = Make();
        Assert.Throws<InvalidOperationException>(() => notice.Edit("A", "B", Writer, now));
        notice.Send(Writer, needsReview: false, now);
        Assert.False(notice.Edit("Title", " Text ", Other, now + Duration.FromHours(1)));
        Assert.Equal((0, Writer, now), (notice.Edits, notice.ChangedById, notice.ChangedAt));
        Assert.True(notice.Edit("Second", "Text", Other, now + Duration.FromHours(1)));
        Assert.True(notice.Edit("Third", "Other text", Writer, now + Duration.FromHours(2)));
        Assert.Equal([(1, "Title", Writer), (2, "Second", Other)], notice.Revisions.Select(r => (r.Number, r.Title, r.ById)));
        Assert.Equal((2, "Third"), (notice.Edits, notice.Title));
    }

    [Fact]
    public void Changed_words_wait_beside_it_for_somebody_else()
    {
        var notice = Make();
        Assert.Throws<InvalidOperationException>(() => notice.SuggestEdit("A", "B", Writer, now));
        notice.Send(Writer, needsReview: false, now);
        Assert.False(notice.SuggestEdit("Title", " Text ", Writer, now));
        Assert.True(notice.SuggestEdit("Second", "Text", Writer, now));
        Assert.False(notice.SuggestEdit("Second", "Text", Other, now));
        Assert.Equal(("Title", 0, true, Writer), (notice.Title, notice.Edits, notice.EditWaits, notice.SuggestedById));
        Assert.False(notice.MayAcceptEdit(Writer));
        Assert.Throws<InvalidOperationException>(() => notice.AcceptEdit(Writer, now));
        // Whoever changes it again is its writer.
        Assert.True(notice.SuggestEdit("Third", "Text", Other, now));
        Assert.False(notice.MayAcceptEdit(Other));
        notice.AcceptEdit(Writer, now + Duration.FromHours(1));
        Assert.Equal(("Third", 1, false, Other, now + Duration.FromHours(1)), (notice.Title, notice.Edits, notice.EditWaits, notice.ChangedById, notice.ChangedAt));
        Assert.Throws<InvalidOperationException>(() => notice.AcceptEdit(Writer, now));
        Assert.Throws<InvalidOperationException>(notice.DropEdit);
        notice.SuggestEdit("Fourth", "Text", Writer, now);
        notice.DropEdit();
        Assert.Equal(((string?)null, (int?)null, "Third"), (notice.SuggestedText, notice.SuggestedById, notice.Title));
    }

    [Fact]
    public void It_is_pinned_once_it_is_out()
    {
        var notice = Make();
        Assert.Throws<InvalidOperationException>(() => notice.Pin(true, Writer, now));
        notice.Send(Writer, needsReview: false, now);
        Assert.True(notice.Pin(true, Other, now));
        Assert.False(notice.Pin(true, Writer, now));
        Assert.True(notice.Pin(false, Writer, now));
        Assert.Equal((false, Writer), (notice.IsPinned, notice.PinnedById));
    }

    [Fact]
    public void It_is_for_places_or_for_a_few_people_and_its_title_is_one_line()
    {
        Assert.Throws<ArgumentException>(() => Make(audience: new Audience(AudienceStandings.None, null, null, [])));
        Assert.Throws<ArgumentException>(() => Make(audience: new Audience(AudienceStandings.Inner, null, null, [1])));
        Assert.Throws<ArgumentException>(() => Make(audience: new Audience(AudienceStandings.None, null, null, [.. Enumerable.Range(1, 51)])));
        Assert.Throws<ArgumentException>(() => Make(title: "One\r\nBcc: evil@people.example"));
        Assert.Throws<ArgumentException>(() => Make(title: "  "));
        Assert.Equal([1, 2], Make(audience: new Audience(AudienceStandings.None, null, null, [2, 1, 2])).Audience.People.Order());
        Assert.Equal([Standing.Open, Standing.Inner], AudienceWords.In(AudienceStandings.Open | AudienceStandings.Inner));
        Assert.True(everybody.IsEverybody);
        Assert.False(new Audience(AudienceStandings.Inner, null, null, []).IsEverybody);
    }

    [Theory]
    [InlineData(AudienceWords.Group, false, false, 0, false, true)]
    [InlineData(AudienceWords.Group | AudienceStandings.Former, false, false, 0, false, true)]
    [InlineData(AudienceWords.Group, true, false, 0, false, true)]
    [InlineData(AudienceWords.Group, false, true, 0, false, false)]
    [InlineData(AudienceStandings.Inner, false, false, 0, false, false)]
    [InlineData(AudienceStandings.Inner, true, false, 0, false, false)]
    [InlineData(AudienceStandings.None, false, false, 2, false, false)]
    [InlineData(AudienceStandings.Inner, false, true, 0, true, true)]
    [InlineData(AudienceStandings.None, false, false, 2, true, true)]
    public void What_is_for_some_of_the_group_goes_into_no_chat(AudienceStandings standings, bool track, bool topic, int people, bool isPublic, bool suits)
    {
        var audience = new Audience(standings, track ? 7 : null, topic ? 3 : null, [.. Enumerable.Range(1, people)]);
        Assert.Equal(suits, audience.SuitsChats(isPublic));
        var made = Record.Exception(() => new GroupNotice("Title", "Text", audience, new NoticeWay(false, InChats: true, isPublic, null), Writer, now));
        Assert.Equal(suits, made is null);
    }

    [Fact]
    public void Telling_goes_forward_and_ends_once()
    {
        var notice = Make();
        Assert.Throws<InvalidOperationException>(() => new NoticeTelling(notice));
        notice.Send(Writer, needsReview: false, now);
        var telling = new NoticeTelling(notice);
        telling.Advance(10, 3);
        Assert.Throws<InvalidOperationException>(() => telling.Advance(10, 1));
        telling.Stop(now);
        Assert.Throws<InvalidOperationException>(() => telling.Advance(11, 1));
        Assert.Throws<InvalidOperationException>(() => telling.Finish(now));
        telling.Clear(now);
        Assert.Equal((3, now), (telling.Count, telling.ClearedAt));
        var done = new NoticeTelling(notice);
        done.Finish(now);
        done.Stop(now + Duration.FromMinutes(1));
        Assert.Throws<InvalidOperationException>(() => done.Stop(now));
        Assert.False(done.IsOpen);
    }

    [Theory]
    [InlineData("{topic} and {link}", "")]
    [InlineData("{topik} {Topic} { topic }", "{topik} {Topic} { topic }")]
    [InlineData("{paper}", "{paper}")]
    [InlineData("{} {{topic}}", "{}")]
    public void A_place_that_nothing_fills_is_named(string text, string unknown) => Assert.Equal(unknown, string.Join(' ', TemplateKind.TopicOpens.Unknown(text)));

    [Fact]
    public void What_is_filled_in_is_no_place_any_more() =>
        Assert.Equal("{link} by {time} $0", TemplateKind.Fill("{paper} by {time} {group}", new Dictionary<string, string>(StringComparer.Ordinal) { ["paper"] = "{link}", ["link"] = "no", ["group"] = "$0" }));

    private static GroupNotice Make(Instant? at = null, Audience? audience = null, string title = "Title") => new(title, "Text", audience ?? everybody, new NoticeWay(false, false, true, at), Writer, now);
}
