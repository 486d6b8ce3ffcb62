using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Mail;

/// <summary>
/// Hands letters to the mail server, all of a round over one connection. It waits for the server on the spot, and does there what the round has to do meanwhile: a letter takes three answers,
/// and to be woken anew for each of them, or to wake somebody else, costs more than the letter.
/// </summary>
internal sealed class MailCourier(MailSettings settings, MailWriting writing, AddressPauses pauses) : ICourier
{
    private SmtpClient? _client;
    private MailLine? _line;

    public async Task<Carriage> PrepareAsync(Delivery delivery, Message message, Reader reader, CancellationToken cancellation)
    {
        if (reader.Address is not { } address)
            return Carriage.Ended(new Outcome(Fate.Pointless, "There is no address any more."));
        // A letter was asked for by somebody who waits for it now: it is tried all the same.
        var pause = delivery.Kind is Delivery.Letter ? await pauses.FindAsync(address, cancellation) : null;
        if (reader.Paused is { } why && delivery.Kind is not Delivery.Letter)
            return Carriage.Ended(new Outcome(Fate.Refused, $"The address is paused, since its server said: {why}"));
        var mail = await writing.WriteAsync(delivery, message, reader, address, settings, cancellation);
        return new Carriage((meanwhile, limit) => Task.FromResult(Carry(mail, address, pause, meanwhile, limit))) { GoesAlone = true };
    }

    private Outcome Carry(MimeMessage letter, string address, PausedAddress? pause, Meanwhile meanwhile, CancellationToken cancellation)
    {
        using var mail = letter;
        // To call anew may take long, and what became of the letter before must not wait for it.
        if (_client is not { IsConnected: true })
            meanwhile.WriteDownAsync().GetAwaiter().GetResult();
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

        var outcome = Send(client, mail, meanwhile, cancellation);
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
            catch (Exception failure) when (failure is OperationCanceledException or IOException or ProtocolException or CommandException or ObjectDisposedException)
            {
                // It hung up first.
            }
        }

        Hang();
    }

    private Outcome Send(SmtpClient client, MimeMessage mail, Meanwhile meanwhile, CancellationToken cancellation)
    {
        var line = _line!;
        try
        {
            using var limit = cancellation.Register(line.Dispose);
            return new Outcome(Fate.Taken, SmtpFault.Line(client.Send(mail, cancellation, new Turn(line, meanwhile))));
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
            return new Outcome(Fate.Later, cancellation.IsCancellationRequested ? "It took too long." : SmtpFault.Say(failure));
        }
        finally
        {
            line.BeforeWaiting = null;
            // In the last moment of its time the line may have been taken away though the answer had come.
            if (cancellation.IsCancellationRequested)
                Hang();
        }
    }

    private SmtpClient Connect(CancellationToken cancellation)
    {
        if (_client is { IsConnected: true })
            return _client;
        Hang();
        var line = _line = MailLine.Call(settings.Host, settings.Port, cancellation);
        // To ask whether a certificate was revoked takes a third party, which many servers of groups do not reach; browsers do not insist either.
        _client = new SmtpClient { CheckCertificateRevocation = false };
        using var limit = cancellation.Register(line.Dispose);
        _client.Connect(
            line, settings.Host, settings.Port, settings.Security switch
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

    private void Hang()
    {
        _client?.Dispose();
        _client = null;
        _line?.Dispose();
        _line = null;
    }

    /// <summary>
    /// One letter's turn. While the server thinks about its sender and its recipient, it is written down what became of the letter before, and while it thinks about the letter itself, the next one is
    /// got ready. That the first is done before the second begins is made sure of once more: a server has a letter when it has its end, and not before.
    /// </summary>
    private sealed class Turn : ITransferProgress
    {
        private readonly MailLine _line;
        private readonly Meanwhile _meanwhile;

        public Turn(MailLine line, Meanwhile meanwhile)
        {
            (_line, _meanwhile) = (line, meanwhile);
            line.BeforeWaiting = WriteDown;
        }

        public void Report(long bytesTransferred, long totalSize) => Report(bytesTransferred);

        public void Report(long bytesTransferred)
        {
            WriteDown();
            _line.BeforeWaiting = _meanwhile.GetReady;
        }

        private void WriteDown() => _meanwhile.WriteDownAsync().GetAwaiter().GetResult();
    }
}
