using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Mail;

/// <summary>Hands letters to the mail server, all of a round over one connection.</summary>
internal sealed class MailCourier(MailSettings settings, MailWriting writing, AddressPauses pauses) : ICourier
{
    private SmtpClient? _client;

    public async Task<Carriage> PrepareAsync(Delivery delivery, Message message, Reader reader, CancellationToken cancellation)
    {
        if (reader.Address is not { } address)
            return Carriage.Ended(new Outcome(Fate.Pointless, "There is no address any more."));
        // A letter was asked for by somebody who waits for it now: it is tried all the same.
        var pause = delivery.Kind is Delivery.Letter ? await pauses.FindAsync(address, cancellation) : null;
        if (reader.Paused is { } why && delivery.Kind is not Delivery.Letter)
            return Carriage.Ended(new Outcome(Fate.Refused, $"The address is paused, since its server said: {why}"));
        var mail = await writing.WriteAsync(delivery, message, reader, address, settings, cancellation);
        return new Carriage((before, limit) => Task.Run(() => Carry(mail, address, pause, before, limit), CancellationToken.None)) { GoesAlone = true };
    }

    // It waits for the server on the spot. A letter takes three answers, and to be woken anew for each of them costs more than the letter.
    private Outcome Carry(MimeMessage letter, string address, PausedAddress? pause, Task before, CancellationToken cancellation)
    {
        using var mail = letter;
        SmtpClient client;
        try
        {
            client = Connect(cancellation);
        }
        catch (Exception failure)
        {
            Hang();
            // One that hangs is as far away as one that refuses: no other letter need wait for it as long.
            return new Outcome(Fate.Away, cancellation.IsCancellationRequested ? "The mail server did not answer in time." : SmtpFault.Say(failure));
        }

        var outcome = Send(client, mail, before, cancellation);
        return outcome.Fate switch
        {
            Fate.Unreachable => outcome with { Then = then => pauses.BeginAsync(address, outcome.Told, then) },
            Fate.Taken when pause is not null => outcome with { Then = then => pauses.EndAsync(pause, then) },
            _ => outcome,
        };
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

    private Outcome Send(SmtpClient client, MimeMessage mail, Task before, CancellationToken cancellation)
    {
        try
        {
            return new Outcome(Fate.Taken, SmtpFault.Line(client.Send(mail, cancellation, new Patience(before))));
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

    private SmtpClient Connect(CancellationToken cancellation)
    {
        if (_client is { IsConnected: true })
            return _client;
        Hang();
        // To ask whether a certificate was revoked takes a third party, which many servers of groups do not reach; browsers do not insist either.
        _client = new SmtpClient { CheckCertificateRevocation = false };
        _client.Connect(
            Call(cancellation), settings.Host, settings.Port, settings.Security switch
            {
                MailSecurity.StartTls => SecureSocketOptions.StartTls,
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                _ => SecureSocketOptions.None,
            },
            cancellation);
        if (settings.User is { } user)
            _client.Authenticate(user, settings.Password ?? "", cancellation);
        return _client;
    }

    // A letter ends in a few small packets. Held back until the server acknowledged those before, each letter would take forty milliseconds longer.
    private Socket Call(CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // Who waits on the spot is stopped by taking the socket away. What was once asked otherwise never waits on the spot again.
            using var limit = cancellation.Register(socket.Dispose);
            socket.Connect(settings.Host, settings.Port);
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

    /// <summary>
    /// Lets a letter's first words reach the server while it is written down what became of the letter before, and holds back the rest until that is saved: a server has a letter when it has
    /// its end, and not before.
    /// </summary>
    private sealed class Patience(Task before) : ITransferProgress
    {
        public void Report(long bytesTransferred, long totalSize) => before.GetAwaiter().GetResult();

        public void Report(long bytesTransferred) => before.GetAwaiter().GetResult();
    }
}
