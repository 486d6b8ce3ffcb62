using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Admission.Panels;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Settings;
using Whalepaper.Talks.Claiming;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Talks.Handovers;

/// <summary>Offering a talk to somebody or to all, or a swap of dates; taking, declining, agreeing.</summary>
public static class HandoverEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapHandovers(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/talks/{id:int}/handovers", Act.TakePart, "offerTalk", "Offer one's own talk to somebody or to all, or a swap of its date", OfferAsync).ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
        doors.Open("DELETE", "/handovers/{id:int}", Act.TakePart, "withdrawOffer", "Take an offer back", WithdrawAsync).ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
        doors.Open("POST", "/handovers/{id:int}/acceptance", Act.AskForTalk, "takeOffer", "Take an offered talk, or agree to a swap", TakeAsync);
        doors.Open("POST", "/handovers/{id:int}/refusal", Act.TakePart, "declineOffer", "Say no to an offer that was made to oneself", DeclineAsync);
        doors.Open("POST", "/handovers/{id:int}/agreement", Act.DoCommitteeWork, "agreeToHandover", "Let a hand-over happen that waits for the committee", AgreeAsync);
        doors.Open("POST", "/handovers/{id:int}/objection", Act.DoCommitteeWork, "objectToHandover", "Do not let a hand-over happen", RefuseAsync);
    }

    private static async Task<IResult> OfferAsync(
        int id, Submission<OfferForm> sent, HttpContext http, WhalepaperDb db, IClock clock, TellingThrottle throttle, IStringLocalizer<HandoverTexts> words, IStringLocalizer<ClaimTexts> claims)
    {
        var talk = await db.TalkForChangeAsync(id, http.RequestAborted);
        if (talk?.PresenterOf(http.Actor().MemberId) is not { } me)
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        if (!talk.IsAhead || talk.HasBegun(now))
            sent.Refuse(Submission.Whole, words["Offer.Over"]);
        else if (await db.Handovers.AnyAsync(h => h.TalkId == id && h.End == null, http.RequestAborted))
            sent.Refuse(Submission.Whole, words["Offer.Open"]);
        else if (await db.IsTrialAsync(id, http.RequestAborted))
            sent.Refuse(Submission.Whole, words["Offer.Trial"]);
        var swap = await SwapAsync(talk, sent, now, db, words, http.RequestAborted);
        var to = swap is null ? await AddresseeAsync(talk, sent, db, words, claims, http.RequestAborted) : null;
        if (!sent.IsSound)
            return sent.Refused(http, talk.PageOfChanges());
        if (throttle.Stop(sent, http, talk.PageOfChanges()) is { } stopped)
            return stopped;
        db.Add(new Handover(talk, me, to, swap, sent.Form.Word, now, await db.IsLateAsync(talk, now, http.RequestAborted)));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/talks/{id}?done=offered");
    }

    private static async Task<Talk?> SwapAsync(Talk talk, Submission<OfferForm> sent, Instant now, WhalepaperDb db, IStringLocalizer<HandoverTexts> words, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(sent.Form.Swap))
            return null;
        var number = int.TryParse(sent.Form.Swap, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        var other = await db.TalkForChangeAsync(number, cancellation);
        if (other is not { IsAhead: true, Meeting.CancelledAt: null } || other.HasBegun(now) || talk.Meeting is not { CancelledAt: null } || other.TrackId != talk.TrackId || other.TopicId != talk.TopicId || other.Id == talk.Id)
            sent.Refuse("swap", words["Offer.Swap.Wrong"]);
        else if (await db.IsTrialAsync(other.Id, cancellation))
            sent.Refuse("swap", words["Offer.Swap.Wrong"]);
        else if (other.Presenters.Any(p => talk.PresenterOf(p.MemberId) is not null))
            sent.Refuse("swap", words["Offer.Swap.Own"]);
        return other;
    }

    private static async Task<Member?> AddresseeAsync(
        Talk talk, Submission<OfferForm> sent, WhalepaperDb db, IStringLocalizer<HandoverTexts> words, IStringLocalizer<ClaimTexts> claims, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(sent.Form.To))
            return null;
        var found = await db.NamedAsync(sent.Form.To, cancellation);
        if (found is not [var one])
            sent.Refuse("to", claims[found.Count == 0 ? "With.Unknown" : "With.Several", sent.Form.To]);
        else if (talk.PresenterOf(one.Id) is not null)
            sent.Refuse("to", words["Offer.To.Own"]);
        else if (!MayShare(one, talk))
            sent.Refuse("to", claims["Against.NotOpen.Other", one.Name]);
        else
            return one;
        return null;
    }

    private static async Task<IResult> WithdrawAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, TellingThrottle throttle, IStringLocalizer<HandoverTexts> words)
    {
        var offer = await db.HandoverForChangeAsync(id, http.RequestAborted);
        if (offer is null || !http.Actor().Is(offer.FromId))
            return TypedResults.NotFound();
        if (offer.End is not null)
            sent.Refuse(Submission.Whole, words["Ended"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/talks/{offer.TalkId}");
        if (throttle.Stop(sent, http, $"/talks/{offer.TalkId}") is { } stopped)
            return stopped;
        offer.Withdraw(offer.From, clock.GetCurrentInstant());
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/talks/{offer.TalkId}?done=kept");
    }

    private static async Task<IResult> TakeAsync(
        int id, Submission<TakeForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<HandoverTexts> words, IStringLocalizer<ClaimTexts> claims)
    {
        if (await db.HandoverForChangeAsync(id, http.RequestAborted) is not { } offer)
            return TypedResults.NotFound();
        var (me, now) = (await db.Members.SingleAsync(m => m.Id == http.Actor().MemberId, http.RequestAborted), clock.GetCurrentInstant());
        if (!offer.IsOpenTo(me) || !offer.HasObject(now))
            sent.Refuse(Submission.Whole, words[offer.End is null && offer.TakenAt is null && offer.HasObject(now) ? "Take.NotYours" : "Take.Gone"]);
        if (sent.IsSound)
            await WeighAsync(sent, offer, me, me, http.Actor(), db, claims, http.RequestAborted);
        if (!sent.IsSound)
            return sent.Refused(http, $"/talks/{offer.TalkId}");
        offer.Take(me, now);
        if (SettingsCatalogue.HandoverRule.Of(await db.SettingsAsync(http.RequestAborted)) is "agrees")
        {
            await db.SaveChangesAsync(http.RequestAborted);
            return sent.Done($"/talks/{offer.TalkId}?done=taking");
        }

        await db.CompleteAsync(offer, me, now, http.RequestAborted);
        return sent.Done($"/talks/{offer.TalkId}?done=taken");
    }

    private static async Task<IResult> DeclineAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<HandoverTexts> words)
    {
        if (await db.HandoverForChangeAsync(id, http.RequestAborted) is not { } offer)
            return TypedResults.NotFound();
        var me = await db.Members.SingleAsync(m => m.Id == http.Actor().MemberId, http.RequestAborted);
        if (!offer.IsOpenTo(me) || (offer.ToId is null && offer.SwapId is null))
            sent.Refuse(Submission.Whole, words[offer.End is null ? "Take.NotYours" : "Take.Gone"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/talks/{offer.TalkId}");
        offer.Decline(me, clock.GetCurrentInstant());
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/talks/{offer.TalkId}?done=declined");
    }

    private static async Task<IResult> AgreeAsync(
        int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<HandoverTexts> words, IStringLocalizer<ClaimTexts> claims)
    {
        if (await db.HandoverForChangeAsync(id, http.RequestAborted) is not { } offer)
            return TypedResults.NotFound();
        if (!offer.AwaitsCommittee || !offer.HasObject(clock.GetCurrentInstant()))
            sent.Refuse(Submission.Whole, words["Ended"]);
        else
            await WeighAsync(sent, offer, offer.TakenBy!, null, http.Actor(), db, claims, http.RequestAborted, warn: false);
        if (!sent.IsSound)
            return sent.Refused(http, $"/talks/{offer.TalkId}");
        await db.CompleteAsync(offer, await db.Members.SingleAsync(m => m.Id == http.Actor().MemberId, http.RequestAborted), clock.GetCurrentInstant(), http.RequestAborted);
        return sent.Done($"/talks/{offer.TalkId}?done=agreed");
    }

    private static async Task<IResult> RefuseAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<HandoverTexts> words)
    {
        if (await db.HandoverForChangeAsync(id, http.RequestAborted) is not { } offer)
            return TypedResults.NotFound();
        if (!offer.AwaitsCommittee)
            sent.Refuse(Submission.Whole, words["Ended"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/talks/{offer.TalkId}");
        offer.Refuse(await db.Members.SingleAsync(m => m.Id == http.Actor().MemberId, http.RequestAborted), clock.GetCurrentInstant());
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/talks/{offer.TalkId}?done=objected");
    }

    /// <summary>Notes what stands against it: for a talk that goes over, of its new presenter; for a swap, of all presenters at each other's hour.</summary>
    private static async Task WeighAsync(
        Submission sent, Handover offer, Member taker, Member? reader, Actor who, WhalepaperDb db, IStringLocalizer<ClaimTexts> claims, CancellationToken cancellation, bool warn = true)
    {
        async Task NoteAsync(Talk talk, Meetings.Meeting? meeting, IEnumerable<Member> members, int? counted, int besides)
        {
            var people = members.ToList();
            var facts = await db.FactsAsync([.. people.Select(m => m.Id)], talk.TopicId, meeting, besides, cancellation);
            var day = meeting is null ? default : await db.GroupDayAsync(meeting.StartsAt, cancellation);
            sent.Weigh(people.SelectMany(m => Claim.Engaged(m, counted, meeting, day, facts)).Where(o => warn || !o.IsWarning), reader, who, facts, claims);
        }

        if (offer.Swap is { } other)
        {
            await NoteAsync(offer.Talk, other.Meeting, offer.Talk.Presenters.Select(p => p.Member), null, offer.TalkId);
            await NoteAsync(other, offer.Talk.Meeting, other.Presenters.Select(p => p.Member), null, other.Id);
            return;
        }

        if (!MayShare(taker, offer.Talk))
            sent.Refuse(Submission.Whole, claims[ReferenceEquals(taker, reader) ? "Against.NotOpen.You" : "Against.NotOpen.Other", taker.Name]);
        await NoteAsync(offer.Talk, offer.Talk.Meeting, [taker], offer.Talk.TopicId, offer.TalkId);
    }

    private static bool MayShare(Member member, Talk talk) => member.CanShareIn(talk.Papers[0].Entry.List.Track.IsOpen);
}

/// <summary>An offer.</summary>
/// <param name="To">To whom: their name, or the name in the address of their page; nothing for all.</param>
/// <param name="Swap">The number of the talk whose date is wanted instead; nothing to give the talk away.</param>
/// <param name="Word">A word with it.</param>
public sealed record OfferForm(string? To, string? Swap, [Longest(Handover.WordMaximum), Lines] string? Word);

/// <summary>Taking an offer.</summary>
/// <param name="Anyway"><c>yes</c> although something warns.</param>
public sealed record TakeForm([Unseen] string? Anyway);
