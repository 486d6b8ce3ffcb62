using Whalepaper.Data;
using Whalepaper.Notices.Board;
using Whalepaper.Notices.Chat;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Inbox;
using Whalepaper.Notices.Mail;
using Whalepaper.Notices.Outgoing;
using Whalepaper.Notices.Preferences;
using Whalepaper.Notices.Reminders;
using Whalepaper.Ui;

namespace Whalepaper.Notices;

/// <summary>Puts into the container what tells people something.</summary>
internal static class NoticesSetup
{
    public static IServiceCollection AddNotices(this IServiceCollection services)
    {
        services.AddDeliveries();
        services.AddReminders();
        services.AddChats();
        services.AddPreferences();
        services.AddBoard();
        return services;
    }

    /// <summary>Reads what is set, so that a setting that nobody can follow is told at the start.</summary>
    public static void CheckNotices(this IServiceProvider services)
    {
        services.GetRequiredService<ConfiguredMail>();
        services.GetRequiredService<DeliveryTiming>();
        services.GetRequiredService<OutgoingSettings>();
    }

    private static void AddDeliveries(this IServiceCollection services)
    {
        services.AddScoped<Postbox>();
        services.AddSingleton<LetterSeal>();
        services.AddSingleton(container => DeliveryTiming.Read(container.GetRequiredService<IConfiguration>()));
        services.AddScoped<AddressPauses>();
        services.AddSingleton<ChannelRests>();
        services.AddScoped<DeliveryWording>();
        services.AddScoped<DeliveryRound>();
        services.AddSingleton<DeliveryWorker>();
        services.AddSingleton<IChangeListener>(container => container.GetRequiredService<DeliveryWorker>());
        services.AddHostedService(container => container.GetRequiredService<DeliveryWorker>());
        services.AddSingleton(container => new ConfiguredMail(MailSettings.Read(container.GetRequiredService<IConfiguration>())));
        services.AddScoped<MailAtHand>();
        services.AddScoped<MailWriting>();
        services.AddScoped<IChannel, MailChannel>();
        services.AddScoped<IChannel, InboxChannel>();
        services.AddSingleton<UnreadCount>();
        services.AddSingleton<IUnreadCount>(container => container.GetRequiredService<UnreadCount>());
        services.AddSingleton<IChangeListener>(container => container.GetRequiredService<UnreadCount>());
    }

    private static void AddReminders(this IServiceCollection services)
    {
        services.AddScoped<ReminderPlanning>();
        services.AddScoped<ReminderHours>();
        services.AddSingleton<AnswerKeys>();
        services.AddScoped<IDeliveryContent, TalkReminder>();
        services.AddScoped<IDeliveryContent, UnconfirmedReminder>();
        services.AddScoped<IDeliveryContent, StandbyReminder>();
        services.AddScoped<IDeliveryContent, UnreadyReminder>();
        services.AddScoped<IDeliveryContent, MeetingReminder>();
        services.AddScoped<IDeliveryContent, TalkNewsWords>();
        services.AddScoped<IDeliveryContent, CommitteeNewsWords>();
        services.AddScoped<IDeliveryContent, MeetingNewsWords>();
        services.AddScoped<IDeliveryContent, OfferWords>();
        services.AddScoped<IDeliveryContent, GroupNewsWords>();
        services.AddScoped<IDeliveryContent, WeekWords>();
        services.AddSingleton<ISequel, TalkNews>();
        services.AddSingleton<ISequel, StandbyCall>();
        services.AddScoped<IDeliveryContent, StandbyCallWords>();
        services.AddSingleton<ReminderPlanner>();
        services.AddSingleton<IChangeListener>(container => container.GetRequiredService<ReminderPlanner>());
        services.AddHostedService(container => container.GetRequiredService<ReminderPlanner>());
    }

    private static void AddChats(this IServiceCollection services)
    {
        services.AddSingleton(container => OutgoingSettings.Read(container.GetRequiredService<IConfiguration>()));
        services.AddSingleton<IWire, Wire>();
        services.AddSingleton<OutgoingRequests>();
        services.AddSingleton<ChannelSeal>();
        services.AddCounting<ChatPace>();
        services.AddScoped<IChannel, ChatChannel>();
        services.AddScoped<ChatPosting>();
        services.AddScoped<IChatPosts>(container => container.GetRequiredService<ChatPosting>());
    }

    private static void AddPreferences(this IServiceCollection services)
    {
        services.AddScoped<MessagePreferences>();
        services.AddSingleton<Subscriptions>();
        services.AddScoped<IDeliveryContent, DigestContent>();
        services.AddHostedService<DigestWorker>();
    }

    private static void AddBoard(this IServiceCollection services)
    {
        services.AddScoped<NoticeRound>();
        services.AddScoped<NoticeReader>();
        services.AddScoped<TemplateWords>();
        services.AddScoped<IDeliveryContent, NoticeContent>();
        services.AddSingleton<NoticeWorker>();
        services.AddSingleton<IChangeListener>(container => container.GetRequiredService<NoticeWorker>());
        services.AddHostedService(container => container.GetRequiredService<NoticeWorker>());
    }
}
