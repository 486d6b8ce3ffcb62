using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Mail;

/// <summary>Hands letters to the mail server, all of a round over one connection.</summary>
internal sealed class MailCourier(MailSettings settings, MailWriting writing, AddressPauses pauses) : ICourier
{
    private SmtpClient? _client;

    public async Task<Outcome> CarryAsync(Delivery delivery, Message message, Reader reader, CancellationToken cancellation)
    {
        if (reader.Address is not { } address)
            return new Outcome(Fate.Pointless, "There is no address any more.");
        // A letter was asked for by somebody who waits for it now: it is tried all the same.
        var pause = delivery.Kind is Delivery.Letter ? await pauses.FindAsync(address, cancellation) : null;
        if (reader.Paused is { } why && delivery.Kind is not Delivery.Letter)
            return new Outcome(Fate.Refused, $"The address is paused, since its server said: {why}");
        using var mail = await writing.WriteAsync(delivery, message, reader, address, settings, cancellation);
        SmtpClient client;
        try
        {
            client = await ConnectAsync(cancellation);
        }
        catch (Exception failure)
        {
            Hang();
            // One that hangs is as far away as one that refuses: no other letter need wait for it as long.
            return new Outcome(Fate.Away, failure is OperationCanceledException ? "The mail server did not answer in time." : SmtpFault.Say(failure));
        }

        var outcome = await SendAsync(client, mail, cancellation);
        if (outcome.Fate is Fate.Unreachable)
            await pauses.BeginAsync(address, outcome.Told, cancellation);
        else if (outcome.Fate is Fate.Taken && pause is not null)
            return outcome with { Then = then => pauses.EndAsync(pause, then) };
        return outcome;
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is { IsConnected: true } client)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            try
            {
                await client.DisconnectAsync(quit: true, limit.Token);
            }
            catch (Exception failure) when (failure is OperationCanceledException or IOException or ProtocolException or CommandException)
            {
                // It hung up first.
            }
        }

        Hang();
    }

    private async Task<Outcome> SendAsync(SmtpClient client, MimeKit.MimeMessage mail, CancellationToken cancellation)
    {
        try
        {
            return new Outcome(Fate.Taken, SmtpFault.Line(await client.SendAsync(mail, cancellation)));
        }
        catch (SmtpCommandException refusal)
        {
            return SmtpFault.Of(refusal);
        }
        catch (Exception failure) when (failure is ServiceNotAuthenticatedException or AuthenticationException)
        {
            Hang();
            return new Outcome(Fate.Away, SmtpFault.Say(failure));
        }
        catch (Exception failure)
        {
            // Where in the talk it broke off is unknown; the next one begins anew.
            Hang();
            return new Outcome(Fate.Later, failure is OperationCanceledException ? "It took too long." : SmtpFault.Say(failure));
        }
    }

    private async Task<SmtpClient> ConnectAsync(CancellationToken cancellation)
    {
        if (_client is { IsConnected: true })
            return _client;
        Hang();
        // To ask whether a certificate was revoked takes a third party, which many servers of groups do not reach; browsers do not insist either.
        _client = new SmtpClient { CheckCertificateRevocation = false };
        await _client.ConnectAsync(await CallAsync(cancellation), settings.Host, settings.Port, settings.Security switch
        {
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            _ => SecureSocketOptions.None,
        }, cancellation);
        if (settings.User is { } user)
            await _client.AuthenticateAsync(user, settings.Password ?? "", cancellation);
        return _client;
    }

    // A letter ends in a few small packets. Held back until the server acknowledged those before, each letter would take forty milliseconds longer.
    private async Task<Socket> CallAsync(CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(settings.Host, settings.Port, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Hang()
    {
        _client?.Dispose();
        _client = null;
    }
}
