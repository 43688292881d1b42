-- Alerts that have long been over are taken out, with their changes and what was told of them.
GRANT DELETE ON hub.alert, hub.alert_change, hub.alert_delivery TO brandhub_app;
