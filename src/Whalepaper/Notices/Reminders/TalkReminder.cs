using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Talks;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Reminders;

/// <summary>Reminds a presenter of their talk, and asks for what is missing and for nothing else.</summary>
internal sealed class TalkReminder(WhalepaperDb db, AnswerKeys keys, ReminderHours hours, TalkInvitation invitations, PublicAddress house, IStringLocalizer<ReminderTexts> texts) : IDeliveryContent
{
    public string Kind => ReminderKinds.Talk;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        if (ReminderAbout.Of(delivery) is not { } about || await TalkTold.FindAsync(db, about.Id, cancellation) is not { IsAhead: true, State: not TalkState.Asked } talk
            || talk.StartsAt != about.StartsAt || !talk.IsOf(reader.MemberId))
            return null;
        var missing = await MissingAsync(talk, cancellation);
        var text = new List<string> { texts["Talk.Lead", await hours.SayAsync(about.StartsAt, reader, cancellation), talk.Title, talk.Track] };
        if (talk.State is TalkState.Claimed)
            text.Add(texts["Talk.Confirm"]);
        if (missing.Count > 0)
            text.Add($"{texts["Talk.Missing"].Value}\n{string.Join('\n', missing.Select(one => $"· {one}"))}");
        else if (talk.State is not TalkState.Claimed)
            text.Add(texts["Talk.Complete"]);
        var link = house.Of(talk.State is TalkState.Claimed ? $"/answers/{keys.Make(delivery.Uid, talk.Id, reader.MemberId!.Value, about.StartsAt)}" : $"/talks/{talk.Id}");
        return new Message(
            texts[talk.State is TalkState.Claimed ? "Talk.Subject.Confirm" : "Talk.Subject", await hours.SayShortAsync(about.StartsAt, reader, cancellation), talk.Title],
            string.Join("\n\n", text), link, texts[talk.State is TalkState.Claimed ? "Talk.Act.Confirm" : "Talk.Act"])
        {
            // The same event each time: a calendar that has it learns at most of what changed.
            Invitation = delivery.Channel is ChannelNames.Mail ? await invitations.OfTalkAsync(talk.Id, reader.MemberId!.Value, false, cancellation) : null,
        };
    }

    private async Task<List<string>> MissingAsync(TalkTold talk, CancellationToken cancellation)
    {
        var missing = new List<string>();
        var kinds = await db.Materials.Where(m => m.TalkId == talk.Id).Select(m => m.Kind).Distinct().ToListAsync(cancellation);
        if (!kinds.Contains(MaterialKind.Slides) && !kinds.Contains(MaterialKind.Pdf))
            missing.Add(texts["Missing.Slides"]);
        if (talk.IsPrepared)
            return missing;
        var written = await db.PreparedParts.Where(p => p.TalkId == talk.Id && p.PartId != null && p.Text != "").Select(p => p.PartId).ToListAsync(cancellation);
        foreach (var part in await db.OutlineParts.AsNoTracking().OrderBy(part => part.Position).ToListAsync(cancellation))
        {
            if (!written.Contains(part.Id))
                missing.Add(texts["Missing.Part", part.Title]);
            else if (part.WantsCode && !kinds.Contains(MaterialKind.Code))
                missing.Add(texts["Missing.Code", part.Title]);
        }

        return missing;
    }
}
