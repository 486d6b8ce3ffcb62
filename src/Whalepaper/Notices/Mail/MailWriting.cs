using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using MimeKit;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Preferences;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Mail;

/// <summary>Sets a message as a letter: text, and the same as a small page; one name for it all its life, whichever copy of the program sends it and how often.</summary>
internal sealed class MailWriting(IServiceProvider services, ILoggerFactory logs, IMastheadSource mastheads, PublicAddress house, Subscriptions subscriptions, IClock clock, IStringLocalizer<MailTexts> texts) : IAsyncDisposable
{
    // Stands for the link that differs from letter to letter. Nobody can write it into a message: it is made anew for each round.
    private readonly string _anyLink = $"https://{Guid.NewGuid():N}.invalid/";

    private HtmlRenderer? _renderer;
    private (Message Message, string Tag, string Html)? _page;

    /// <summary>Writes a letter.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="message">Its words.</param>
    /// <param name="reader">For whom.</param>
    /// <param name="address">Their address.</param>
    /// <param name="settings">In whose name.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task<MimeMessage> WriteAsync(Delivery delivery, Message message, Reader reader, string address, MailSettings settings, CancellationToken cancellation)
    {
        var group = await mastheads.ReadAsync(cancellation);
        var letter = new MimeMessage
        {
            MessageId = $"{delivery.Uid}@{settings.Domain}",
            Date = clock.GetCurrentInstant().ToDateTimeOffset(),
            Subject = Message.Line(message.Subject),
        };
        letter.From.Add(new MailboxAddress(Message.Line(settings.FromName ?? group.Name), settings.From));
        if (settings.ReplyTo is { } answers)
            letter.ReplyTo.Add(new MailboxAddress(null, answers));
        letter.To.Add(new MailboxAddress(Message.Line(reader.Name) is { Length: > 0 } name ? name : null, Message.Line(address)));
        // No machine answers a machine (RFC 3834).
        letter.Headers.Add("Auto-Submitted", "auto-generated");
        letter.Headers.Add("Content-Language", reader.Language.Tag);
        var stop = subscriptions.Of(delivery);
        if (stop is { IsForPrograms: true })
        {
            letter.Headers.Add("List-Unsubscribe", $"<{stop.Stop}>");
            letter.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        letter.Body = MailParts.Body(Plain(message, group, stop), await PageAsync(message, reader, group, stop), message.Invitation);
        return letter;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _renderer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private string Plain(Message message, Masthead group, StopLinks? stop)
    {
        var link = message.Link.Length == 0 || message.Text.Contains(message.Link, StringComparison.Ordinal) ? "" : $"\n\n{(message.Act is null ? "" : $"{message.Act}: ")}{message.Link}";
        var choice = stop is null ? "" : $"\n{texts["Letter.Stop"]}: {stop.Stop}\n{texts["Letter.Choices"]}: {stop.All}\n";
        return $"{message.Text.TrimEnd()}{link}\n\n-- \n{texts["Letter.Foot", Message.Line(group.Name)]}\n{house.Root}\n{choice}";
    }

    // Many letters of a round say the same but for the link that stops them: to set the page anew would take longer than all the rest of a letter.
    private async Task<string> PageAsync(Message message, Reader reader, Masthead group, StopLinks? stop)
    {
        var common = stop is null ? null : stop with { Stop = _anyLink };
        if (_page is not { } page || page.Message != message || !string.Equals(page.Tag, reader.Language.Tag, StringComparison.Ordinal) || page.Html.Contains(_anyLink, StringComparison.Ordinal) != common is not null)
            _page = page = (message, reader.Language.Tag, await SetAsync(message, reader, group, common));
        return stop is null ? page.Html : page.Html.Replace(_anyLink, HtmlEncoder.Default.Encode(stop.Stop), StringComparison.Ordinal);
    }

    private Task<string> SetAsync(Message message, Reader reader, Masthead group, StopLinks? stop)
    {
        _renderer ??= new HtmlRenderer(services, logs);
        return _renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await _renderer.RenderComponentAsync<MailLetter>(ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(MailLetter.Message)] = message,
                [nameof(MailLetter.Prose)] = message.Markdown is null ? null : ProseMarkup.Html(message.Markdown, address => Charter.SafeLink.Resolve(address, null)),
                [nameof(MailLetter.Group)] = group.Name,
                [nameof(MailLetter.House)] = house.Root,
                [nameof(MailLetter.Tag)] = reader.Language.Tag,
                [nameof(MailLetter.Stop)] = stop,
            }));
            return $"<!DOCTYPE html>\n{page.ToHtmlString()}";
        });
    }
}
