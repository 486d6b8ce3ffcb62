using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Notices.Chat;

/// <summary>A message to try a chat.</summary>
public static class ChannelTrial
{
    private const string Trial = "chat-trial:";

    private static readonly Duration lasts = Duration.FromHours(1);

    /// <summary>Adds the command.</summary>
    public static void MapChannelTrial(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/settings/channels/{id:int}/trial", Act.RunInstallation, "tryChannel", "Send a message to a chat, to try it", TryAsync).Produces<ChannelTried>();
    }

    private static async Task<IResult> TryAsync(
        int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, ChannelSeal seal, LetterSeal words, IServiceProvider services, Masthead masthead, PublicAddress house, IClock clock, IStringLocalizer<ChatTexts> texts)
    {
        if (await db.Channels.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, http.RequestAborted) is not { } chat)
            return TypedResults.NotFound();
        if (chat.PausedAt is not null)
            sent.Refuse(Submission.Whole, texts["Trial.Paused"]);
        else if (seal.Open(chat) is null)
            sent.Refuse(Submission.Whole, texts["Unreadable"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/settings/channels/{id}");
        var now = clock.GetCurrentInstant();
        var delivery = Delivery.Carrying($"{Trial}{Guid.NewGuid():N}", Recipient.Everybody, ChannelNames.ChatOf(id), words.Close(Write(masthead, house, texts)), now + lasts, now);
        db.Add(delivery);
        // Sent here and now, so that the page that comes next tells what became of it. If this ends in between, the worker goes on.
        await services.GetRequiredService<DeliveryRound>().RunAsync(delivery, http.RequestAborted);
        return sent.Done($"/settings/channels/{id}?done=tried", new ChannelTried(delivery.State is DeliveryState.Sent, delivery.Result));
    }

    // The chat reads the group's language, whatever the organizer's is.
    private static Message Write(Masthead masthead, PublicAddress house, IStringLocalizer<ChatTexts> texts)
    {
        var mine = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = masthead.Language.Culture;
            return new Message(Message.Line(texts["Trial.Subject", masthead.Name]), texts["Trial.Text"], house.Of("/"), texts["Trial.Act"]);
        }
        finally
        {
            CultureInfo.CurrentUICulture = mine;
        }
    }
}

/// <summary>What became of a message that tries a chat.</summary>
/// <param name="Taken">Whether the chat took it.</param>
/// <param name="Told">What was said; null if it was not sent yet.</param>
public sealed record ChannelTried(bool Taken, string? Told);
