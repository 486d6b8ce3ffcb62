using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using Whalepaper.Meetings;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Meetings;

/// <summary>A presenter's talk comes into their own calendar by mail, follows its meeting, and goes again; read by readers that share nothing with the writer.</summary>
public sealed class TalkInvitationTests
{
    [Theory, BothEngines]
    public async Task An_invitation_comes_by_mail_moves_with_its_meeting_and_is_cancelled(Engine engine)
    {
        var folder = new MailFolder();
        await using var house = await InviteAsync(engine, folder);
        var (site, me) = (house.Site, house["inner"]);
        var talk = await TalkAsync(site);
        await SendAsync(house, talk, cancelled: false);
        await site.WithAsync(async db =>
        {
            (await db.Meetings.SingleAsync(m => m.Id == house.Season.Tonight.Id)).MoveTo(house.Season.Tonight.StartsAt + Duration.FromDays(1), 60, site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        await SendAsync(house, talk, cancelled: false);
        await site.WithAsync(async db =>
        {
            (await db.Meetings.SingleAsync(m => m.Id == house.Season.Tonight.Id)).Cancel("停电", site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        await SendAsync(house, talk, cancelled: true);

        var letters = await folder.ReadAsync();
        Assert.Equal(3, letters.Count);
        Assert.All(letters, letter => Assert.Equal(["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics"], letter.Types));
        Assert.All(letters, letter => Assert.Empty(letter.Defects));
        Assert.All(letters, letter => Assert.Equal(("utf-8", "invite.ics", letter.Calendar!.ReplaceLineEndings("\n")), (letter.CalendarCharset, letter.Files.Single()[0], letter.Files.Single()[1].ReplaceLineEndings("\n"))));
        Assert.Equal(["REQUEST", "REQUEST", "CANCEL"], letters.Select(letter => letter.CalendarMethod));
        var calendars = new List<ReadCalendar>();
        foreach (var letter in letters)
            calendars.Add(await CalendarReader.ReadOneAsync(Encoding.UTF8.GetBytes(letter.Files[0][1].ReplaceLineEndings("\r\n"))));
        Assert.Equal(["REQUEST", "REQUEST", "CANCEL"], calendars.Select(calendar => calendar.Method));
        Assert.All(calendars, calendar => Assert.Equal(["Asia/Shanghai"], calendar.Zones));
        var events = calendars.ConvertAll(calendar => calendar.Events.Single());
        var uid = await site.WithAsync(db => db.Meetings.Where(m => m.Id == house.Season.Tonight.Id).Select(m => m.Uid).SingleAsync());
        Assert.All(events, one => Assert.Equal($"{uid}-talk-{talk}@whalepaper", one.Uid));
        Assert.True(events[0].Sequence < events[1].Sequence && events[1].Sequence < events[2].Sequence);
        Assert.Equal(["CONFIRMED", "CONFIRMED", "CANCELLED"], events.Select(one => one.Status));
        Assert.Equal(events[0].Start.AddDays(1), events[1].Start);
        Assert.Equal(TimeSpan.FromHours(1), events[1].End - events[1].Start);
        Assert.All(events, one => Assert.Equal((one.Start, one.End), (one.StartThere, one.EndThere)));
        // Whoever it is from is not whom it invites.
        Assert.All(events, one => Assert.Equal(("mailto:group@whale.example", $"mailto:{folder.Address("inner")}", "FALSE"), (one.Organizer, one.Attendee, one.Rsvp)));
        Assert.All(events, one => Assert.Equal(("鲸读会 'A'; b, c: d", "inner"), (one.OrganizerName, one.AttendeeName)));
        Assert.Contains(Season.Hostile, events[0].Summary, StringComparison.Ordinal);
        Assert.EndsWith($"/talks/{talk}", events[0].Url, StringComparison.Ordinal);
        Assert.Contains("停电", events[2].Description, StringComparison.Ordinal);
        Assert.True(me > 0);
    }

    [Theory, BothEngines]
    public async Task A_meeting_that_the_talk_left_can_be_taken_out_by_its_number(Engine engine)
    {
        await using var house = await InviteAsync(engine, new MailFolder());
        var site = house.Site;
        var talk = await TalkAsync(site);
        var before = await WriteAsync(house, talk, "inner", cancelled: false);
        await site.WithAsync(async db =>
        {
            var moved = await db.Talks.Include(t => t.Presenters).ThenInclude(p => p.Member).Include(t => t.Papers).Include(t => t.Meeting).SingleAsync(t => t.Id == talk);
            moved.ScheduleAt(await db.Meetings.SingleAsync(m => m.Id == house.Season.Open.Id), 0, site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        var gone = await WriteAsync(house, talk, "inner", cancelled: true, house.Season.Tonight.Id);
        var after = await WriteAsync(house, talk, "inner", cancelled: false);

        var (first, last, next) = (await ReadAsync(before!), await ReadAsync(gone!), await ReadAsync(after!));
        Assert.Equal(first.Uid, last.Uid);
        Assert.True(first.Sequence < last.Sequence);
        Assert.NotEqual(first.Uid, next.Uid);
        Assert.EndsWith($"-talk-{talk}@whalepaper", next.Uid, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_invited_to_what_is_not_theirs_or_does_not_take_place()
    {
        await using var house = await InviteAsync(Engine.Sqlite, new MailFolder());
        var talk = await TalkAsync(house.Site);

        Assert.NotNull(await WriteAsync(house, talk, "inner", cancelled: false));
        Assert.Null(await WriteAsync(house, talk, "open", cancelled: false));
        Assert.NotNull(await WriteAsync(house, talk, "open", cancelled: true));
        Assert.Null(await WriteAsync(house, 9999, "inner", cancelled: false));
        await MailTests.ReachAsync(house, "inner", "GROUP@whale.example");
        Assert.Null(await WriteAsync(house, talk, "inner", cancelled: false));
    }

    [Fact]
    public async Task Without_a_mail_server_nobody_invites()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        await house.TakeOverAsync("inner", "sm1les");
        Assert.Null(await WriteAsync(house, await TalkAsync(house.Site), "inner", cancelled: false));
    }

    private static async Task<Household> InviteAsync(Engine engine, MailFolder folder)
    {
        var house = await Household.MoveInAsync(engine, builder =>
        {
            MailFolder.SetUp(builder, ("FROMNAME", "鲸读会 \"A\"; b, c: d"));
            builder.Services.RemoveAll<IDeliveryContent>();
            builder.Services.AddScoped<IDeliveryContent, Inviting>();
        });
        await house.TakeOverAsync("inner", "sm1les");
        await MailTests.ReachAsync(house, "inner", folder.Address("inner"));
        // What the claim itself told is not looked at.
        await house.Site.WithAsync(db => db.Deliveries.ExecuteDeleteAsync());
        return house;
    }

    private static Task<int> TalkAsync(TestSite site) => site.WithAsync(db => db.Talks.Select(t => t.Id).FirstAsync());

    private static async Task SendAsync(Household house, int talk, bool cancelled)
    {
        await house.Site.WithAsync(async db =>
        {
            var now = house.Site.Clock.GetCurrentInstant();
            db.Add(Delivery.Of($"invite:{Guid.NewGuid():N}", Recipient.Member(house["inner"]), ChannelNames.Mail, "inviting", string.Create(CultureInfo.InvariantCulture, $"{talk}/{cancelled}"), now, null, now));
            await db.SaveChangesAsync();
        });
        await house.Site.DrainAsync();
    }

    private static async Task<CalendarInvitation?> WriteAsync(Household house, int talk, string place, bool cancelled, int? meeting = null)
    {
        await using var scope = house.Site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<TalkInvitation>().OfTalkAsync(talk, house[place], cancelled, meeting, CancellationToken.None);
    }

    private static async Task<ReadEvent> ReadAsync(CalendarInvitation invitation) => (await CalendarReader.ReadOneAsync(Encoding.UTF8.GetBytes(invitation.Text))).Events.Single();

    private sealed class Inviting(TalkInvitation invitations) : IDeliveryContent
    {
        public string Kind => "inviting";

        public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
        {
            var about = delivery.About!.Split('/');
            var invitation = await invitations.OfTalkAsync(int.Parse(about[0], CultureInfo.InvariantCulture), reader.MemberId!.Value, bool.Parse(about[1]), cancellation);
            return new Message("Your talk", "It stands in your calendar.", "") { Invitation = invitation };
        }
    }
}
