using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Data;
using Whalepaper.Members.Accounts;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Preferences;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>What members choose is what they get: written down, read back, and asked again when something is sent.</summary>
public sealed class PreferenceTests
{
    private static readonly string[] kinds = [.. MessageKinds.All];

    private static readonly Gen<(bool[] Inbox, bool[] Mail, int Digest, bool[] Muted)[]> changes =
        Gen.Select(Gen.Bool.Array[8], Gen.Bool.Array[8], Gen.Int[0, 2], Gen.Bool.Array[2]).Array[12];

    [Fact]
    public void Each_kind_of_delivery_belongs_where_it_is_chosen()
    {
        Assert.Equal(
            ["talk", "talk", "offer", "offer", "meeting", "meeting", "plan", "notice", "committee", "committee", "committee", "improving", "improving", "offer", "offer", "committee", "committee", "participation", "participation", "committee"],
            new[] { "talk-reminder", "talk-news", "talk-offer", "talk-standby", "meeting-reminder", "meeting-news", "plan", "notice", "talk-unconfirmed", "talk-unready", "committee-news", "suggestion-news", "retrospective-news", "retrospective-call", "retrospective-reminder", "suggestion-desk", "retrospective-closed", "participation-warning", "dispute-answered", "dispute-desk" }.Select(MessageKinds.Of));
        Assert.All(new[] { Delivery.Letter, "digest", "test", "", "Talk" }, kind => Assert.Null(MessageKinds.Of(kind)));
        Assert.Throws<ArgumentException>(() => new MessageChoice(1, "talk", ChannelNames.Inbox, false));
        Assert.Throws<ArgumentException>(() => new MessageChoice(1, "letter", ChannelNames.Mail, false));
        Assert.Throws<ArgumentException>(() => new MessageChoice(1, "plan", "chat:1", false));
    }

    [Theory, BothEngines]
    public async Task Whoever_chose_nothing_gets_what_is_usual(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var ids = new[] { house["inner"], house["open"], 999_999 };
        foreach (var kind in kinds)
        {
            var wanted = await WantedAsync(house.Site, kind, ids, house.Season.Nlp.Id);
            Assert.Equal(new Wanted(true, kind is not "meeting"), wanted[ids[0]]);
            Assert.Equal(wanted[ids[0]], wanted[ids[1]]);
            Assert.Equal(Wanted.Nowhere, wanted[ids[2]]);
        }

        Assert.Equal(Wanted.Fully, (await WantedAsync(house.Site, "something-new", ids, null))[ids[0]]);
        // Names of the archive have no account, and read nothing.
        var archived = await house.Site.WithAsync(db => db.Members.Where(m => m.Handle == "sm1les").Select(m => m.Id).SingleAsync());
        Assert.Equal(Wanted.Nowhere, (await WantedAsync(house.Site, "notice", [archived], null))[archived]);
        Assert.Empty(await house.Site.WithAsync(db => db.MessageChoices.ToListAsync()));
    }

    [Theory, BothEngines]
    public async Task Whatever_is_chosen_one_after_the_other_the_last_is_what_holds(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var site = house.Site;
        int[] tracks = [house.Season.Nlp.Id, house.Season.Cv.Id];
        var (me, other) = (house["committee"], house["inner"]);
        await changes.SampleAsync(
            async life =>
            {
                foreach (var (inbox, mail, digest, muted) in life)
                {
                    var rhythm = digest is 0 ? null : (DigestRhythm?)(digest - 1);
                    await ChooseAsync(site, me, kinds.Where((_, n) => inbox[n]), kinds.Where((_, n) => mail[n]), rhythm, tracks.Where((_, n) => muted[n]));
                    var own = await site.WithAsync(db => db.NotificationsOfAsync(me, kinds, CancellationToken.None));
                    Assert.Equal(kinds.Select((kind, n) => new ChosenKind(kind, inbox[n] || kind is "talk" or "offer" or "participation", mail[n], kind is "talk" or "offer" or "participation")), own.Kinds);
                    Assert.Equal((DigestChoice.WordOf(rhythm), muted.Count(one => one)), (own.Digest, own.Muted.Count));
                    Assert.All(await site.WithAsync(db => db.MessageChoices.ToListAsync()), row => Assert.NotEqual(MessageKinds.IsUsual(row.Kind, row.Channel), row.IsWanted));
                }

                var last = life[^1];
                for (var n = 0; n < kinds.Length; n++)
                    await AgreeAsync(site, kinds[n], n, me, other, tracks, last);
            },
            iter: 3, threads: 1);
    }

    [Theory, BothEngines]
    public async Task A_mail_that_is_not_wanted_any_more_is_dropped_when_it_would_be_sent(Engine engine)
    {
        var folder = new MailFolder();
        await using var house = await Household.MoveInAsync(engine, builder =>
        {
            Told.SetUp(builder, "notice", "talk-news", "other");
            MailFolder.SetUp(builder);
        });
        await MailTests.ReachAsync(house, "inner", folder.Address("inner"));
        var me = house["inner"];
        var notice = await Told.PostAsync(house.Site, me, "notice");
        var inbox = await Told.PostAsync(house.Site, me, "notice", ChannelNames.Inbox);
        var other = await Told.PostAsync(house.Site, me, "other");
        await ChooseAsync(house.Site, me, ["notice"], ["talk"], null, []);
        await house.Site.DrainAsync();

        var dropped = await PostOffice.FindAsync(house.Site, notice);
        Assert.Equal((DeliveryState.Dropped, "They do not want this by mail any more."), (dropped.State, dropped.Result));
        Assert.Equal(DeliveryState.Sent, (await PostOffice.FindAsync(house.Site, inbox)).State);
        Assert.Equal(DeliveryState.Sent, (await PostOffice.FindAsync(house.Site, other)).State);

        // With a digest, what can wait waits for it; what concerns one's own talk does not.
        await ChooseAsync(house.Site, me, ["notice"], ["talk", "notice"], DigestRhythm.Daily, []);
        var (late, talk) = (await Told.PostAsync(house.Site, me, "notice"), await Told.PostAsync(house.Site, me, "talk-news"));
        await house.Site.DrainAsync();
        Assert.Equal(DeliveryState.Dropped, (await PostOffice.FindAsync(house.Site, late)).State);
        Assert.Equal(DeliveryState.Sent, (await PostOffice.FindAsync(house.Site, talk)).State);
        Assert.Equal(2, folder.Count);
    }

    [Theory, BothEngines]
    public async Task The_page_and_programs_change_the_same(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var inner = await house.SignInAsync("inner");
        using (var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument((await inner.GetAsync("/me/notifications")).Text))
        {
            Assert.Equal(["talk", "offer", "plan", "notice", "participation", "improving"], page.QuerySelectorAll("[name=mail][checked]").Select(box => box.GetAttribute("value")));
            // What always comes cannot be ticked off, and what is for the committee is not asked of others.
            Assert.Equal(["meeting", "plan", "notice", "improving"], page.QuerySelectorAll("[name=inbox][checked]").Select(box => box.GetAttribute("value")));
            Assert.Equal(3, page.QuerySelectorAll(".wanted [disabled][checked]").Length);
        }

        Assert.Equal("/me/notifications?done=saved", (await inner.SendAsync("PUT", "/me/notifications", ("mail", "meeting"), ("inbox", "plan"), ("digest", "weekly"), ("muted", "cv"))).Location);
        var key = await house.TokenAsync("inner", TokenScope.Write);
        var told = JsonNode.Parse((await house.Visitor().BearAsync(key, "GET", "/api/v1/me/notifications")).Text)!;
        Assert.Equal(("weekly", "cv", 7), ((string)told["digest"]!, (string)told["muted"]![0]!, told["kinds"]!.AsArray().Count));
        Assert.Equal([true, true, false, true, false, true, false], told["kinds"]!.AsArray().Select(kind => (bool)kind!["inbox"]!));
        Assert.Equal([false, false, true, false, false, false, false], told["kinds"]!.AsArray().Select(kind => (bool)kind!["mail"]!));

        Assert.Equal(204, (await house.Visitor().BearAsync(key, "PUT", "/api/v1/me/notifications", """{"inbox":["meeting","plan","notice","improving"],"mail":["talk","offer","plan","notice","participation","improving"],"digest":"none"}""")).Number);
        Assert.Equal(0, await house.Site.WithAsync(async db => await db.MessageChoices.CountAsync() + await db.DigestChoices.CountAsync() + await db.MutedTracks.CountAsync()));
        Assert.Equal(422, (await house.Visitor().BearAsync(key, "PUT", "/api/v1/me/notifications", """{"mail":["committee"],"digest":"none"}""")).Number);
        Assert.Equal(401, (await house.Visitor().GetAsync("/api/v1/me/notifications")).Number);
        Assert.Contains("value=\"committee\"", (await (await house.SignInAsync("committee")).GetAsync("/me/notifications")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_leaves_takes_their_choices_along()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        await ChooseAsync(house.Site, house["inner"], [], [], DigestRhythm.Weekly, [house.Season.Nlp.Id]);
        var inner = await house.SignInAsync("inner");
        Assert.Equal("/sign-in?done=left", (await inner.SendAsync("DELETE", "/me", ("current", Household.Password), ("sure", "yes"))).Location);

        Assert.Equal(0, await house.Site.WithAsync(async db => await db.MessageChoices.CountAsync() + await db.DigestChoices.CountAsync() + await db.MutedTracks.CountAsync()));
    }

    // What one asks for some members, and what the database sorts out of all, is the same.
    private static async Task AgreeAsync(TestSite site, string kind, int n, int me, int other, int[] tracks, (bool[] Inbox, bool[] Mail, int Digest, bool[] Muted) chosen)
    {
        for (var t = 0; t < tracks.Length; t++)
        {
            var track = tracks[t];
            var isMuted = chosen.Muted[t] && kind is "meeting" or "plan" or "notice";
            var isLate = chosen.Digest > 0 && kind is not ("talk" or "offer" or "participation" or "committee");
            var wanted = await WantedAsync(site, kind, [me, other], track);
            Assert.Equal(new Wanted(!isMuted && (chosen.Inbox[n] || kind is "talk" or "offer" or "participation"), !isMuted && !isLate && chosen.Mail[n]), wanted[me]);
            var (inbox, mail) = await site.WithAsync(async db => (await db.WantingInbox(kind, track).Select(m => m.Id).ToListAsync(), await db.WantingMail(kind, track).Select(m => m.Id).ToListAsync()));
            Assert.All(wanted, one => Assert.Equal((one.Value.Inbox, one.Value.Mail), (inbox.Contains(one.Key), mail.Contains(one.Key))));
        }
    }

    private static async Task<IReadOnlyDictionary<int, Wanted>> WantedAsync(TestSite site, string kind, int[] ids, int? track)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MessagePreferences>().WantedAsync(kind, ids, track, CancellationToken.None);
    }

    internal static async Task ChooseAsync(TestSite site, int member, IEnumerable<string> inbox, IEnumerable<string> mail, DigestRhythm? digest, IEnumerable<int> muted)
    {
        await using var scope = site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MessagePreferences>().ChooseAsync(member, kinds, [.. inbox], [.. mail], digest, [.. muted], CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<WhalepaperDb>().SaveChangesAsync(CancellationToken.None);
    }
}
